// What a client may subscribe to, and which messages reach it.
import type { AedesPublishPacket, Client, Subscription } from 'aedes';
import { filterReservedProblem, filterSizeProblem } from './check-topic';
import type { deliverOnce } from './deliver-once';
import type { DeviceConnection } from './device-connection';
import type { LiveConnections } from './live-connections';
import type { ProtocolLimits } from './protocol-limits';
import type { PersistentSessions } from './sessions/persistent-sessions';

type Callback = (error: Error | null, subscription?: Subscription | null) => void;

/** Returns aedes's `authorizeSubscribe`: null for the subscription gives SUBACK 0x80, an error drops the connection. */
export function grantSubscriptions(options: {
  connections: LiveConnections;
  limits: ProtocolLimits;
  log: (line: string) => void;
}) {
  const { connections, limits, log } = options;
  return (client: Client, subscription: Subscription, callback: Callback) => {
    const connection = connections.of(client);
    if (!connection) return callback(new Error('The client of a subscription is not known.'));
    const { topic } = subscription;
    // AWS acknowledges no QoS 2 subscription either (AWS IoT Core: MQTT, QoS).
    const fatal = subscription.qos === 2 ? 'AWS IoT does not support QoS 2' : filterSizeProblem(topic, limits);
    if (fatal) {
      connection.note('CLIENT_ERROR');
      log(`${JSON.stringify(client.id)} is disconnected: ${fatal}.`);
      return callback(new Error(fatal));
    }
    const refusal = subscriptionRefusal(connection, topic);
    if (refusal) log(`${JSON.stringify(client.id)} is refused: ${refusal}.`);
    callback(null, refusal ? null : subscription);
  };
}

/** Returns why a client may not subscribe with the filter; null when it may. */
export function subscriptionRefusal({ authorizer }: DeviceConnection, filter: string): string | null {
  return filterReservedProblem(filter) ?? authorizer.refusal('iot:Subscribe', 'topicfilter', filter);
}

/** Returns aedes's `authorizeForward`: null keeps the message from the client. */
export function forwardMessages(options: {
  connections: LiveConnections;
  delivered: ReturnType<typeof deliverOnce>;
  sessions: Pick<PersistentSessions, 'discard'>;
}) {
  const { connections, delivered, sessions } = options;
  return (client: Client, packet: AedesPublishPacket): AedesPublishPacket | null => {
    if (packet.topic.startsWith('$SYS/')) return null;
    if (connections.of(client)?.authorizer.refusal('iot:Receive', 'topic', packet.topic) !== null) {
      if (packet.qos > 0) sessions.discard(client.id, packet.brokerCounter);
      return null;
    }
    return delivered.isNew(client, packet) ? packet : null;
  };
}
