// The URL of an MQTT connection over WebSocket, signed as AWS IoT Core documents it: the session token comes after the
// signature.
import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';

export interface Signer {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** Returns `ws://…/mqtt?X-Amz-…` for the endpoint `http://…`, good for a minute from `signedAt` on. */
export async function presignedMqttUrl(endpoint: string, signer: Signer, signedAt = new Date()): Promise<string> {
  const { host, hostname, port } = new URL(endpoint);
  const { accessKeyId, secretAccessKey, sessionToken } = signer;
  const signature = new SignatureV4({
    service: 'iotdevicegateway',
    region: 'eu-central-1',
    credentials: { accessKeyId, secretAccessKey },
    sha256: Sha256,
  });
  const request = { method: 'GET', protocol: 'ws:', hostname, port: Number(port), path: '/mqtt', headers: { host } };
  const { query } = await signature.presign(new HttpRequest(request), { expiresIn: 60, signingDate: signedAt });
  const signed = new URLSearchParams(query as Record<string, string>);
  if (sessionToken) signed.append('X-Amz-Security-Token', sessionToken);
  return `ws://${host}/mqtt?${signed}`;
}
