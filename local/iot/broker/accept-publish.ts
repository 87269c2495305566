// What happens to a message from a device before it is acknowledged. aedes sends PUBACK, and then gives the message to
// subscribers, once this calls back without an error; with an error it drops the connection, as AWS IoT does with a
// publish that it refuses.
import { randomUUID } from 'node:crypto';
import type { Client, PublishPacket } from 'aedes';
import type { Clock } from '../../settings/clock';
import type { PublishedMessage } from '../../settings/ports';
import type { Shadows } from '../shadows/open-shadows';
import { parseShadowRequestTopic } from '../shadows/shadow-topic';
import { readOnMeanwhile } from './aedes-internals';
import { publishTopicProblem, retainTopicProblem } from './check-topic';
import type { DeviceConnection } from './device-connection';
import type { DisconnectReason } from './disconnect-reason';
import type { LiveConnections } from './live-connections';
import { principalOf } from './peer';
import type { ProtocolLimits } from './protocol-limits';
import type { RetainedMessages } from './retained-messages';
import type { PersistentSessions } from './sessions/persistent-sessions';

type Callback = (error?: Error | null) => void;

interface Refusal {
  reason: DisconnectReason;
  problem: string;
}

/**
 * Returns aedes's `authorizePublish`. `onPublish` must resolve once the message cannot be lost any more. A request to a
 * shadow is acknowledged once it is done.
 */
export function acceptPublish(options: {
  connections: LiveConnections;
  limits: ProtocolLimits;
  clock: Clock;
  onPublish: (message: PublishedMessage) => Promise<void>;
  shadows: Pick<Shadows, 'answer'>;
  retained: Pick<RetainedMessages, 'keep'>;
  sessions: Pick<PersistentSessions, 'keep'>;
  log: (line: string) => void;
}) {
  const { connections, limits, clock, onPublish, shadows, retained, sessions, log } = options;
  const accept = async (message: PublishedMessage, packet: PublishPacket, isLastWill: boolean) => {
    await onPublish(message);
    if (packet.retain) await retained.keep(message);
    // aedes publishes this very packet.
    Object.assign(packet, await sessions.keep(message));
    // "MQTT LWT messages sent to reserved topics are ignored by the Device Shadow service".
    const request = isLastWill ? null : parseShadowRequestTopic(message.topic);
    if (request) await shadows.answer(request, request.operation, message.payload, message.clientId);
  };
  return (client: Client | null, packet: PublishPacket, callback: Callback) => {
    const connection = client && connections.of(client);
    if (!connection) return callback(new Error('The client of a message is not known.'));
    // The last will was decided about at CONNECT.
    const isLastWill = (packet as unknown) === connection.lastWill;
    const refusal = isLastWill ? null : refusalOf(connection, packet, limits);
    if (refusal) {
      connection.note(refusal.reason);
      log(`${JSON.stringify(connection.client.id)} is disconnected: ${refusal.problem}.`);
      return callback(new Error(refusal.problem));
    }
    const message = messageOf(connection, packet, clock.now());
    const isWithinBound = connection.accepting < limits.unacknowledgedPublishes;
    const handBack = isLastWill || !isWithinBound ? () => undefined : readOnMeanwhile(client);
    connection.inOrder(accept(message, packet, isLastWill)).then(
      () => {
        handBack();
        callback(null);
      },
      (error: unknown) => {
        handBack();
        connection.note('SERVER_ERROR');
        log(`A message of ${JSON.stringify(connection.client.id)} was not accepted: ${String(error)}`);
        callback(error instanceof Error ? error : new Error(String(error)));
      },
    );
  };
}

function refusalOf(connection: DeviceConnection, packet: PublishPacket, limits: ProtocolLimits): Refusal | null {
  const { topic } = packet;
  if (packet.qos === 2) return { reason: 'CLIENT_ERROR', problem: 'AWS IoT does not support QoS 2' };
  if (Buffer.byteLength(packet.payload) > limits.payloadBytes) {
    return { reason: 'CLIENT_ERROR', problem: `a payload is limited to ${limits.payloadBytes} bytes` };
  }
  const problem = publishTopicProblem(topic, limits) ?? (packet.retain ? retainTopicProblem(topic) : null);
  if (problem) return { reason: 'CLIENT_ERROR', problem };
  const { authorizer } = connection;
  const refusal =
    authorizer.refusal('iot:Publish', 'topic', topic) ??
    (packet.retain ? authorizer.refusal('iot:RetainPublish', 'topic', topic) : null);
  return refusal === null ? null : { reason: 'AUTH_ERROR', problem: refusal };
}

function messageOf(connection: DeviceConnection, packet: PublishPacket, receivedAt: number): PublishedMessage {
  return {
    topic: packet.topic,
    payload: Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload),
    qos: packet.qos === 1 ? 1 : 0,
    clientId: connection.client.id,
    principal: principalOf(connection.peer),
    receivedAt,
    traceId: randomUUID(),
    sourceIp: connection.peer.sourceIp,
  };
}
