// Who may connect: a registered, active certificate, or AWS credentials, whose policies allow the client id and its last
// will.
import type { IotRegistry } from '../registry/iot-registry';
import type { LastWill } from './aedes-internals';
import { publishTopicProblem, retainTopicProblem } from './check-topic';
import type { Authorizer } from './connection-authorizer';
import type { Peer } from './peer';
import type { ProtocolLimits } from './protocol-limits';

export type AuthenticationResult =
  | { ok: true; authorizer: Authorizer }
  | {
      ok: false;
      /** CONNACK return code ([MQTT-3.2.2-5]): 2 identifier rejected, 5 not authorized. */
      returnCode: 2 | 5;
      problem: string;
      /** Whether the peer is known: for a certificate that is not registered, AWS publishes no connect_failed. */
      isKnown: boolean;
    };

/** Decides about one CONNECT. */
export function authenticateClient(
  connect: { clientId: string; peer: Peer; lastWill: LastWill | null },
  registry: IotRegistry,
  limits: ProtocolLimits,
  authorizer: Authorizer,
): AuthenticationResult {
  const { clientId, peer, lastWill } = connect;
  if (peer.identity.kind === 'certificate') {
    const certificate = registry.certificates.get(peer.identity.certificateId);
    if (!certificate) return refuse(5, 'the certificate is not registered', false);
    if (certificate.status !== 'ACTIVE') return refuse(5, `the certificate is ${certificate.status}`);
  }
  if (Buffer.byteLength(clientId) > limits.clientIdBytes || clientId.startsWith('$') || clientId.includes('\0')) {
    return refuse(2, `a client id has at most ${limits.clientIdBytes} bytes and does not start with "$"`);
  }
  const refusal = authorizer.refusal('iot:Connect', 'client', clientId);
  if (refusal) return refuse(5, refusal);
  const willProblem = lastWill && lastWillProblem(lastWill, limits, authorizer);
  return willProblem ? refuse(5, willProblem) : { ok: true, authorizer };
}

function refuse(returnCode: 2 | 5, problem: string, isKnown = true): AuthenticationResult {
  return { ok: false, returnCode, problem, isKnown };
}

// AWS decides about the last will at CONNECT, and publishes it later without asking again.
function lastWillProblem(lastWill: LastWill, limits: ProtocolLimits, authorizer: Authorizer): string | null {
  const { topic } = lastWill;
  if (lastWill.qos === 2) return 'the last will asks for QoS 2, which AWS IoT does not support';
  if (Buffer.byteLength(lastWill.payload) > limits.payloadBytes) return 'the last will is too large';
  const problem = publishTopicProblem(topic, limits) ?? (lastWill.retain ? retainTopicProblem(topic) : null);
  if (problem) return `the last will is refused: ${problem}`;
  const refusal =
    authorizer.refusal('iot:Publish', 'topic', topic) ??
    (lastWill.retain ? authorizer.refusal('iot:RetainPublish', 'topic', topic) : null);
  return refusal && `the last will is refused: ${refusal}`;
}
