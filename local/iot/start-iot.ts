// The whole local IoT Core: registry, authority, broker, control plane and data plane, fed by the assembly's policies.
import { join } from 'node:path';
import type { Assembly } from '../assembly/assembly';
import type { AwsService } from '../gateway/aws-service';
import type { RawRoute } from '../gateway/gateway';
import { type Clock, systemClock } from '../settings/clock';
import type { IamAuthority, PublishedMessage, TopicPublisher } from '../settings/ports';
import type { Chaos } from './broker/presence/unruly-delivery';
import type { ProtocolLimits } from './broker/protocol-limits';
import { type Broker, startBroker } from './broker/start-broker';
import { openCertificateAuthority } from './certificates/certificate-authority';
import { openServerIdentity } from './certificates/server-certificate';
import { iotControlPlane } from './control-plane/control-plane';
import { iotDataPlane } from './data-plane/data-plane';
import { IotRegistry } from './registry/iot-registry';
import { seedPolicies } from './registry/seed-policies';

export interface IotOptions {
  assembly: Assembly;
  /** Everything is kept in `iot/` below it. */
  dataDirectory: string;
  /** The address to listen on: `127.0.0.1`, or `0.0.0.0` for the local network. */
  host: string;
  /** 0 takes a free port. */
  mqttPort: number;
  /** Addresses of this machine that devices may use; they become names of the server certificate. */
  lanAddresses: readonly string[];
  /** Asked who signed a WebSocket's URL, and what that role may do. */
  authority: Pick<IamAuthority, 'verifyPresigned' | 'isAllowed'>;
  clock?: Clock;
  /** Given every message, from devices and from the service, before it is acknowledged. */
  onPublish: (message: PublishedMessage) => Promise<void>;
  /** Lifecycle events as bad as AWS documents them. */
  chaos?: Chaos;
  /** How long clients that a killed process lost may take to come back before their end is told. */
  lostAfterMs?: number;
  limits?: Partial<ProtocolLimits>;
  log?: (line: string) => void;
}

export interface LocalIot {
  /** For the gateway: control plane and data plane. */
  services: AwsService[];
  /** For the gateway: MQTT over WebSocket at `/mqtt`. */
  routes: RawRoute[];
  broker: Broker;
  publisher: TopicPublisher;
  /** Absolute path of the authority's certificate, which devices must trust. */
  caPath: string;
  /** The port in use. */
  mqttPort: number;
  /** Drops every device, tells their end to `onPublish` and resolves once all is on disk. */
  stop(): Promise<void>;
}

/**
 * Starts the local IoT Core. Rejects with the system's error when the port cannot be had (`code` EADDRINUSE, `port`), and
 * with TemplatePolicyError for a policy in the template that AWS IoT would refuse.
 */
export async function startIot(options: IotOptions): Promise<LocalIot> {
  const { host, lanAddresses, clock = systemClock } = options;
  const directory = join(options.dataDirectory, 'iot');
  const registry = await IotRegistry.open(join(directory, 'registry'));
  await seedPolicies(options.assembly, registry, clock.now());
  const authority = await openCertificateAuthority(join(directory, 'ca'), clock.now());
  const server = await openServerIdentity(directory, authority, lanAddresses, clock.now());
  const broker = await startBroker({
    registry,
    host,
    port: options.mqttPort,
    tls: { ...server, authorityPem: authority.certificatePem },
    presencePath: join(directory, 'presence.json'),
    shadowDirectory: join(directory, 'shadows'),
    retainedDirectory: join(directory, 'retained'),
    sessionDirectory: join(directory, 'sessions'),
    authority: options.authority,
    clock,
    onPublish: options.onPublish,
    chaos: options.chaos,
    lostAfterMs: options.lostAfterMs,
    ...(options.limits && { limits: options.limits }),
    log: options.log,
  });
  const endpointAddress = lanAddresses[0] ?? (host === '0.0.0.0' ? '127.0.0.1' : host);
  return {
    services: [
      iotControlPlane({ registry, authority, now: () => clock.now(), endpointAddress }),
      ...iotDataPlane({ ...broker, now: () => clock.now() }),
    ],
    routes: [broker.webSocketRoute],
    broker,
    publisher: broker.publisher,
    caPath: authority.certificatePath,
    mqttPort: broker.port,
    stop: () => broker.stop(),
  };
}
