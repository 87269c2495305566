// One reading from one device: connect, publish with QoS 1, wait for the acknowledgement, leave.

import type { DeviceIdentity } from './device-files';
import { type BrokerAddress, isRefusal, openConnection } from './open-connection';

export type PublishOutcome = { ok: true } | { ok: false; problem: string };

/**
 * Publishes and resolves once the broker has acknowledged, or with the reason why it did not within `timeoutMs`. Never
 * rejects.
 */
export function publishOnce(
  broker: BrokerAddress,
  identity: DeviceIdentity,
  message: { topic: string; payload: string | Buffer },
  timeoutMs = 15_000,
): Promise<PublishOutcome> {
  return new Promise((resolve) => {
    const client = openConnection(broker, identity, { reconnectPeriod: 0 });
    let connected = false;
    let finished = false;
    const finish = (outcome: PublishOutcome) => {
      // Leaving closes the connection, which is no failure any more.
      if (finished) return;
      finished = true;
      clearTimeout(patience);
      client.end(!outcome.ok, () => resolve(outcome));
    };
    const fail = (problem: string) => finish({ ok: false, problem });
    const patience = setTimeout(() => fail(`no acknowledgement within ${timeoutMs / 1000} s`), timeoutMs);
    client.on('error', (error) => {
      if (isRefusal(error))
        fail('the broker refused the connection: is the certificate active and the device registered?');
      else fail(`the broker cannot be reached: ${error.message}`);
    });
    client.on('close', () => {
      // AWS IoT tells a device nothing when it refuses a message: it drops the connection.
      if (connected) fail('the broker dropped the connection: it does not accept this message');
      else fail('the broker closed the connection before it was open');
    });
    client.on('connect', () => {
      connected = true;
      client.publish(message.topic, message.payload, { qos: 1 }, (error) => {
        if (!error) finish({ ok: true });
      });
    });
  });
}
