// A device's MQTT connection: mutual TLS with its own certificate, its thing name as client id.
import { readFileSync } from 'node:fs';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type { DeviceIdentity } from './device-files';

/** Where the broker is. */
export interface BrokerAddress {
  mqttHost: string;
  mqttPort: number;
  caPath: string;
}

/**
 * Starts to connect a device and returns at once. The client connects again by itself after `reconnectPeriod` ms (0:
 * never). Listen to its `error` event, or a refusal ends the process.
 */
export function openConnection(
  { mqttHost, mqttPort, caPath }: BrokerAddress,
  identity: DeviceIdentity,
  options: Pick<IClientOptions, 'reconnectPeriod'>,
): MqttClient {
  return mqtt.connect({
    protocol: 'mqtts',
    host: mqttHost,
    port: mqttPort,
    ca: readFileSync(caPath),
    cert: identity.certificatePem,
    key: identity.privateKeyPem,
    clientId: identity.thingName,
    clean: true,
    keepalive: 60,
    connectTimeout: 10_000,
    ...options,
  });
}

/** Says whether an error is the broker's own no (a CONNACK with a reason), rather than a broker out of reach. */
export function isRefusal(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'number' && code > 0;
}
