// The message broker of the local IoT Core: aedes, with AWS IoT's authentication, policies, limits and lifecycle events.
import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { Aedes, type Client } from 'aedes';
import type { RawRoute } from '../../gateway/gateway';
import type { Clock } from '../../settings/clock';
import type { IamAuthority, PublishedMessage, TopicPublisher } from '../../settings/ports';
import type { IotRegistry } from '../registry/iot-registry';
import { openShadows, type Shadows } from '../shadows/open-shadows';
import { parseShadowRequestTopic } from '../shadows/shadow-topic';
import { acceptPublish } from './accept-publish';
import { bytesHeldFor, lastWillOf, retainForExactFilters, saidGoodbye } from './aedes-internals';
import { authenticateClient } from './authenticate-client';
import { publishTopicProblem, retainTopicProblem } from './check-topic';
import { connectionAuthorizers } from './connection-authorizer';
import { deliverOnce } from './deliver-once';
import { DeviceConnection } from './device-connection';
import { type Disconnect, disconnectClient } from './disconnect-client';
import { reasonOfError } from './disconnect-reason';
import { forwardMessages, grantSubscriptions, subscriptionRefusal } from './grant-subscriptions';
import { LiveConnections } from './live-connections';
import { listenForMqtt, type TlsIdentity } from './mqtt-listener';
import type { Peer } from './peer';
import type { LifecycleEvent } from './presence/lifecycle-events';
import { PresenceJournal } from './presence/presence-journal';
import { presenceReporter } from './presence/presence-reporter';
import { type Chaos, unrulyDelivery } from './presence/unruly-delivery';
import { AWS_LIMITS, type ProtocolLimits } from './protocol-limits';
import { openRetainedMessages, type RetainedMessages } from './retained-messages';
import { openPersistentSessions } from './sessions/persistent-sessions';
import { trackAcceptance } from './track-acceptance';
import { webSocketDoor } from './websocket-door';

export interface Broker {
  /** The port it listens on; with port 0 in the options, the one the system chose. */
  port: number;
  /** MQTT over WebSocket, for the gateway. */
  webSocketRoute: RawRoute;
  /** Publishes as the service itself: to the rules and to subscribers. Rejects for topics that nobody may publish to. */
  publisher: TopicPublisher;
  /** The shadows of all things. */
  shadows: Shadows;
  retained: RetainedMessages;
  /** Drops every connection that authenticated with the certificate. Returns how many. */
  dropConnectionsOf(certificateId: string): number;
  disconnect: Disconnect;
  /** Client ids that are connected now. */
  connectedClientIds(): string[];
  /** Drops every connection as SERVER_INITIATED_DISCONNECT and resolves once all is told and written. */
  stop(): Promise<void>;
}

export interface BrokerOptions {
  registry: IotRegistry;
  host: string;
  /** 0 takes a free port. */
  port: number;
  tls: TlsIdentity;
  /** Asked who signed a WebSocket's URL, and what that role may do. */
  authority: Pick<IamAuthority, 'verifyPresigned' | 'isAllowed'>;
  /** Where the list of live connections is kept. */
  presencePath: string;
  /** Where shadows are kept. */
  shadowDirectory: string;
  /** Where retained messages are kept. */
  retainedDirectory: string;
  /** Where persistent sessions are kept. */
  sessionDirectory: string;
  clock: Clock;
  limits?: Partial<ProtocolLimits>;
  /** Given every message before it is acknowledged; resolves once the message cannot be lost. */
  onPublish: (message: PublishedMessage) => Promise<void>;
  chaos?: Chaos | undefined;
  /** How long clients that the previous process lost may take to come back before their end is told. */
  lostAfterMs?: number | undefined;
  /** Hears why clients are refused or dropped. Never contains payloads or keys. */
  log?: ((line: string) => void) | undefined;
}

const LOST_AFTER_MS = 5_000;
const MINUTE_MS = 60_000;

/** Starts the broker. Rejects with the system's error (EADDRINUSE and its `port`) when it cannot listen. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { registry, clock } = options;
  const { onPublish, settled: allAccepted } = trackAcceptance(options.onPublish);
  const log = options.log ?? ((line: string) => console.warn(`iot: ${line}`));
  const limits: ProtocolLimits = { ...AWS_LIMITS, ...options.limits };
  const connections = new LiveConnections();
  const delivered = deliverOnce();
  const peers = new WeakMap<object, Peer>();
  const authorizerFor = connectionAuthorizers(registry, options.authority);
  const journal = await PresenceJournal.open(options.presencePath);

  const shadows = await openShadows({
    directory: options.shadowDirectory,
    now: () => clock.now(),
    publish: (topic, payload) => publishAsService(topic, payload, 1, false),
    log,
  });

  const retained = await openRetainedMessages(options.retainedDirectory);
  const sessions = await openPersistentSessions({
    directory: options.sessionDirectory,
    largestQueueBytes: limits.queuedBytesPerSession,
    isExpired: (clientId) => journal.hasForgotten(clientId, clock.now()),
    isGranted: (clientId, filter) =>
      connections.withClientId(clientId).some((connection) => subscriptionRefusal(connection, filter) === null),
    saveClients: () => journal.save(),
    log,
  });

  const aedes = await Aedes.createBroker({
    id: 'iot',
    // Unlimited: the queue that aedes would use instead holds up every client for the slowest one.
    concurrency: 0,
    connectTimeout: limits.connectTimeoutMs,
    drainTimeout: limits.drainTimeoutMs,
    maxClientsIdLength: limits.clientIdBytes,
    preConnect(client, packet, callback) {
      // aedes answers with CONNACK 1, unacceptable protocol version.
      if ((packet.protocolVersion as number) === 5) {
        log(`${JSON.stringify(packet.clientId)} may not connect: the local cloud does not support MQTT 5.`);
      }
      const asked = packet.keepalive || limits.maximumKeepAliveSeconds;
      packet.keepalive = Math.max(Math.min(asked, limits.maximumKeepAliveSeconds), limits.minimumKeepAliveSeconds);
      if (packet.clean || !journal.hasForgotten(packet.clientId, clock.now())) return callback(null, true);
      sessions.forget(packet.clientId).then(
        () => callback(null, !client.closed),
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), false),
      );
    },
    authenticate(client, _user, _password, callback) {
      const peer = peers.get(client.conn);
      if (!peer) return callback(refusal(5, 'nobody is known behind the connection'), false);
      const lastWill = lastWillOf(client);
      const authorizer = authorizerFor(peer, client.id);
      const result = authenticateClient({ clientId: client.id, lastWill, peer }, registry, limits, authorizer);
      if (!result.ok) {
        log(`${JSON.stringify(client.id)} may not connect: ${result.problem}.`);
        if (result.isKnown) presence.refused(client.id, peer);
        return callback(refusal(result.returnCode, result.problem), false);
      }
      // aedes is about to close whoever bears the id now.
      for (const previous of connections.withClientId(client.id)) previous.note('DUPLICATE_CLIENTID');
      connections.add(new DeviceConnection(client, peer, authorizer, lastWill));
      delivered.watch(client);
      callback(null, true);
    },
    authorizePublish: acceptPublish({ connections, limits, clock, onPublish, shadows, retained, sessions, log }),
    authorizeSubscribe: grantSubscriptions({ connections, limits, log }),
    authorizeForward: forwardMessages({ connections, delivered, sessions }),
  });

  retainForExactFilters(aedes);
  await retained.restore(aedes);
  await sessions.serve(aedes);

  const publishAsService = async (topic: string, payload: Buffer, qos: 0 | 1, retain: boolean) => {
    const receivedAt = clock.now();
    const nobody = { clientId: null, principal: null, sourceIp: null };
    const message = { topic, payload, qos, receivedAt, traceId: randomUUID(), ...nobody };
    await onPublish(message);
    if (retain) await retained.keep(message);
    const number = await sessions.keep(message);
    // The callback waits for the slowest subscriber; whoever published does not.
    aedes.publish({ cmd: 'publish', topic, payload, qos, retain, dup: false, ...number }, () => undefined);
  };

  const deliverEvent = ({ topic, body }: LifecycleEvent) =>
    publishAsService(topic, Buffer.from(JSON.stringify(body)), 0, false);
  const presence = presenceReporter({
    journal,
    deliver: options.chaos ? unrulyDelivery(deliverEvent, options.chaos, clock) : deliverEvent,
    clock,
    log,
  });

  const ended = (connection: DeviceConnection) => {
    if (!connections.remove(connection)) return;
    const goodbye = saidGoodbye(connection.client) ? 'CLIENT_INITIATED_DISCONNECT' : null;
    presence.disconnected(connection, connection.endReason ?? goodbye ?? 'CONNECTION_LOST');
  };
  const withConnection = (act: (connection: DeviceConnection) => void) => (client: Client) => {
    const connection = connections.of(client);
    if (connection) act(connection);
  };
  aedes.on('connackSent', (connack, client) => {
    const connection = connections.of(client);
    if (!connection || connack.returnCode !== 0) return;
    // Two that arrived at once: aedes closes only the one that it knew of.
    for (const other of connections.withClientId(client.id)) {
      if (other !== connection) other.drop('DUPLICATE_CLIENTID');
    }
    presence.connected(connection, connack.sessionPresent);
  });
  aedes.on('clientDisconnect', withConnection(ended));
  aedes.on(
    'keepaliveTimeout',
    withConnection((connection) => connection.note('MQTT_KEEP_ALIVE_TIMEOUT')),
  );
  aedes.on('clientError', (client, error) => {
    connections.of(client)?.note(saidGoodbye(client) ? 'CLIENT_INITIATED_DISCONNECT' : reasonOfError(error));
  });
  // What aedes cannot go on from; without a listener it would end the process.
  aedes.on('error' as 'closed', ((error: unknown) => log(`The broker failed: ${String(error)}`)) as () => void);

  const onConnection = (stream: Duplex, peer: Peer) => {
    peers.set(stream, peer);
    const client = aedes.handle(stream);
    stream.on('readable', () => {
      // A packet that could never be accepted is not collected to its end.
      if (bytesHeldFor(client) <= 2 * limits.payloadBytes) return;
      connections.of(client)?.note('CLIENT_ERROR');
      stream.destroy();
    });
    stream.on('close', () => withConnection(ended)(client));
  };
  const webSockets = webSocketDoor({
    authority: options.authority,
    clock,
    largestFrameBytes: 2 * limits.payloadBytes,
    onConnection,
    log,
  });
  const listener = await listenForMqtt({
    host: options.host,
    port: options.port,
    tls: options.tls,
    limits,
    onConnection,
  }).catch(async (error: unknown) => {
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    throw error;
  });

  const dropDeactivated = registry.onChange(() => {
    for (const connection of connections.all()) {
      const { certificateId } = connection;
      const status = certificateId === null ? 'ACTIVE' : registry.certificates.get(certificateId)?.status;
      if (status !== 'ACTIVE') connection.drop('FORBIDDEN_ACCESS');
    }
  });
  // What ends with time: sessions, and the hour that a killed process was off.
  let cancelMinute = () => {};
  let ageing: Promise<unknown> = Promise.resolve();
  const everyMinute = () => {
    cancelMinute = clock.after(MINUTE_MS, () => {
      everyMinute();
      const aged = Promise.all([journal.saveAlive(clock.now()), sessions.forgetExpired()]);
      ageing = aged.catch((error: unknown) => log(`The age of sessions could not be kept: ${String(error)}`));
    });
  };
  everyMinute();
  const cancelLost = clock.after(options.lostAfterMs ?? LOST_AFTER_MS, () => presence.reportLost());

  return {
    port: listener.port,
    webSocketRoute: webSockets.route,
    publisher: {
      async publish(topic, payload, { qos = 0, retain = false } = {}) {
        const problem = publishTopicProblem(topic, limits) ?? (retain ? retainTopicProblem(topic) : null);
        if (problem) throw new Error(`Nothing is published: ${problem}.`);
        await publishAsService(topic, Buffer.from(payload), qos, retain);
        const request = parseShadowRequestTopic(topic);
        if (request) await shadows.answer(request, request.operation, Buffer.from(payload), null);
      },
    },
    shadows,
    retained,
    dropConnectionsOf(certificateId) {
      const dropped = connections.withCertificate(certificateId);
      for (const connection of dropped) connection.drop('FORBIDDEN_ACCESS');
      return dropped.length;
    },
    disconnect: disconnectClient(connections, sessions),
    connectedClientIds: () => connections.all().flatMap(({ client, presence: told }) => (told ? [client.id] : [])),
    async stop() {
      cancelLost();
      cancelMinute();
      dropDeactivated();
      for (const connection of connections.all()) connection.note('SERVER_INITIATED_DISCONNECT');
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      webSockets.close();
      await listener.close();
      // Sockets may tell their end a moment after the server told its own.
      for (const connection of connections.all()) ended(connection);
      await presence.settled();
      await allAccepted();
      await ageing;
      await sessions.settled();
    },
  };
}

function refusal(returnCode: number, problem: string) {
  return Object.assign(new Error(problem), { returnCode });
}
