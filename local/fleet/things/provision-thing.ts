// Makes a thing with its certificate by the IoT control plane, as one would against AWS. Every step may be repeated.
import { readFileSync } from 'node:fs';
import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateCertificateFromCsrCommand,
  CreateKeysAndCertificateCommand,
  CreateThingCommand,
  DescribeCertificateCommand,
  DescribeThingCommand,
  type IoTClient,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
} from '@aws-sdk/client-iot';
import { requestCertificate } from './certificate-request';
import type { DeviceFiles, DeviceIdentity } from './device-files';

export interface Provisioned {
  identity: DeviceIdentity;
  /** `created`: a new certificate was made. `kept`: this machine already had one, and it is active. */
  outcome: 'created' | 'kept';
}

/** Where a thing's key comes from, which policy its certificate bears and which authority signs it. */
export interface ProvisionOptions {
  /** `cloud`: CreateKeysAndCertificate, RSA as every small device can use it. `device`: a key made here, by request. */
  keys: 'cloud' | 'device';
  devicePolicyName: string;
  caPath: string;
}

/** The device's certificate was disabled by somebody; making it a new one would undo that. */
export class CertificateDisabledError extends Error {
  override name = 'CertificateDisabledError';
  constructor(
    readonly thingName: string,
    readonly status: string,
  ) {
    super(`The certificate of ${thingName} is ${status}. Activate it again, or add a device under another name.`);
  }
}

/**
 * Makes sure that a thing exists, that `files` hold an active certificate for it, and that the certificate bears the
 * policy. A run that was cut off is continued by the next. Throws CertificateDisabledError.
 */
export async function provisionThing(
  iot: IoTClient,
  thingName: string,
  files: DeviceFiles,
  options: ProvisionOptions,
): Promise<Provisioned> {
  await iot.send(new CreateThingCommand({ thingName })).catch((error: unknown) => {
    // AWS says so only when the thing exists with other attributes; it is still the thing we want.
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
  });
  const kept = await keptIdentity(iot, files);
  const identity = kept ?? (await newIdentity(iot, thingName, options.keys));
  // The key exists nowhere else: it goes to disk before anything else is done with the certificate.
  if (!kept) files.write(identity, readFileSync(options.caPath, 'utf8'));
  const principal = identity.certificateArn;
  await iot.send(new AttachThingPrincipalCommand({ thingName, principal }));
  await iot.send(new AttachPolicyCommand({ policyName: options.devicePolicyName, target: principal }));
  return { identity, outcome: kept ? 'kept' : 'created' };
}

/** Says whether the registry has the thing. */
export async function thingExists(iot: IoTClient, thingName: string): Promise<boolean> {
  return exists(iot.send(new DescribeThingCommand({ thingName })));
}

async function exists(described: Promise<unknown>): Promise<boolean> {
  try {
    await described;
    return true;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
}

async function keptIdentity(iot: IoTClient, files: DeviceFiles): Promise<DeviceIdentity | null> {
  const identity = files.read();
  if (!identity) return null;
  const { certificateId } = identity;
  try {
    const { certificateDescription } = await iot.send(new DescribeCertificateCommand({ certificateId }));
    const status = certificateDescription?.status ?? 'unknown';
    if (status !== 'ACTIVE') throw new CertificateDisabledError(identity.thingName, status);
    return identity;
  } catch (error) {
    // Deleted with its device, or the data of another cloud.
    if (error instanceof ResourceNotFoundException) return null;
    throw error;
  }
}

async function newIdentity(iot: IoTClient, thingName: string, keys: ProvisionOptions['keys']): Promise<DeviceIdentity> {
  const { privateKeyPem, ...made } = await (keys === 'cloud' ? certifyNewKeys(iot) : certifyOwnKey(iot, thingName));
  const { certificateId, certificateArn, certificatePem } = made;
  if (!certificateId || !certificateArn || !certificatePem || !privateKeyPem) {
    throw new Error('The control plane answered without a certificate.');
  }
  return { thingName, certificateId, certificateArn, certificatePem, privateKeyPem };
}

async function certifyNewKeys(iot: IoTClient) {
  const { keyPair, ...made } = await iot.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
  return { ...made, privateKeyPem: keyPair?.PrivateKey };
}

async function certifyOwnKey(iot: IoTClient, thingName: string) {
  const { csrPem, privateKeyPem } = await requestCertificate(thingName);
  const command = new CreateCertificateFromCsrCommand({ certificateSigningRequest: csrPem, setAsActive: true });
  return { ...(await iot.send(command)), privateKeyPem };
}
