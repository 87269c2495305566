// The AWS IoT API, driven by the AWS SDK through the gateway: provisioning, refusals and the order of removal.
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateCertificateFromCsrCommand,
  CreateKeysAndCertificateCommand,
  CreatePolicyCommand,
  CreateThingCommand,
  DeleteCertificateCommand,
  DeletePolicyCommand,
  DeleteThingCommand,
  DescribeCertificateCommand,
  DescribeEndpointCommand,
  DescribeThingCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  GetPolicyCommand,
  ListAttachedPoliciesCommand,
  ListCertificatesCommand,
  ListPoliciesCommand,
  ListPrincipalThingsCommand,
  ListTargetsForPolicyCommand,
  ListThingPrincipalsCommand,
  ListThingsCommand,
  ListThingTypesCommand,
  UpdateCertificateCommand,
  UpdateThingCommand,
} from '@aws-sdk/client-iot';
import { GetConnectionCommand, IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as x509 from '../../local/iot/certificates/x509';
import { closed, DEVICE_POLICY, dataFolder, OBSERVER_POLICY, POLICY_NAME, startTestIot } from './iot-fixture';

let folder: Awaited<ReturnType<typeof dataFolder>>;
let world: Awaited<ReturnType<typeof startTestIot>>;
let data: IoTDataPlaneClient;

beforeAll(async () => {
  folder = await dataFolder();
  world = await startTestIot(folder.path);
  data = new IoTDataPlaneClient(world.sdkOptions);
});
afterAll(async () => {
  data.destroy();
  await world.stop();
  await folder.remove();
});

const refusal = (name: string, status: number) => ({ name, $metadata: { httpStatusCode: status } });

test('a thing is made once, described, changed with a version check, and found by attribute', async () => {
  const attributes = { site: 'roof' };
  const create = new CreateThingCommand({ thingName: 'meter:1', attributePayload: { attributes } });

  const made = await world.control.send(create);
  const again = await world.control.send(create);
  await world.control.send(
    new UpdateThingCommand({
      thingName: 'meter:1',
      attributePayload: { attributes: { floor: '3', site: '' }, merge: true },
      expectedVersion: 1,
    }),
  );
  const described = await world.control.send(new DescribeThingCommand({ thingName: 'meter:1' }));
  const found = await world.control.send(new ListThingsCommand({ attributeName: 'floor', attributeValue: '3' }));

  expect(made.thingArn).toBe('arn:aws:iot:eu-central-1:000000000000:thing/meter:1');
  expect(again.thingId).toBe(made.thingId);
  expect(described).toMatchObject({ thingName: 'meter:1', version: 2, attributes: { floor: '3' } });
  expect(found.things?.map(({ thingName }) => thingName)).toEqual(['meter:1']);
});

test('what the registry does not take is refused by its documented name', async () => {
  const { control } = world;
  await control.send(new CreateThingCommand({ thingName: 'taken' }));

  await expect(control.send(new CreateThingCommand({ thingName: 'a/b' }))).rejects.toMatchObject(
    refusal('InvalidRequestException', 400),
  );
  await expect(
    control.send(new CreateThingCommand({ thingName: 'taken', attributePayload: { attributes: { a: 'b' } } })),
  ).rejects.toMatchObject(refusal('ResourceAlreadyExistsException', 409));
  await expect(control.send(new DescribeThingCommand({ thingName: 'nobody' }))).rejects.toMatchObject(
    refusal('ResourceNotFoundException', 404),
  );
  await expect(control.send(new UpdateThingCommand({ thingName: 'taken', expectedVersion: 9 }))).rejects.toMatchObject(
    refusal('VersionConflictException', 409),
  );
  await expect(
    control.send(new CreatePolicyCommand({ policyName: 'broken', policyDocument: '{"Statement":' })),
  ).rejects.toMatchObject(refusal('MalformedPolicyException', 400));
  await expect(
    control.send(new CreatePolicyCommand({ policyName: POLICY_NAME, policyDocument: JSON.stringify(DEVICE_POLICY) })),
  ).rejects.toMatchObject(refusal('ResourceAlreadyExistsException', 409));
  await expect(
    control.send(new CreateCertificateFromCsrCommand({ certificateSigningRequest: 'nonsense' })),
  ).rejects.toMatchObject(refusal('InvalidRequestException', 400));
  await expect(control.send(new ListThingTypesCommand({}))).rejects.toThrow('GET /thing-types');
});

test('what is attached is listed from both sides, and removal goes in the documented order only', async () => {
  const { control } = world;
  const policyName = 'for-removal';
  await control.send(new CreatePolicyCommand({ policyName, policyDocument: JSON.stringify(OBSERVER_POLICY) }));
  const { certificateArn, certificateId, thingName } = await world.addDevice('for-removal', policyName);
  const steps = {
    deleteCertificate: () => control.send(new DeleteCertificateCommand({ certificateId })),
    deletePolicy: () => control.send(new DeletePolicyCommand({ policyName })),
    deleteThing: () => control.send(new DeleteThingCommand({ thingName })),
  };

  const lists = await Promise.all([
    control.send(new ListAttachedPoliciesCommand({ target: certificateArn })),
    control.send(new ListTargetsForPolicyCommand({ policyName })),
    control.send(new ListThingPrincipalsCommand({ thingName })),
    control.send(new ListPrincipalThingsCommand({ principal: certificateArn })),
  ]);
  expect(lists).toMatchObject([
    { policies: [{ policyName }] },
    { targets: [certificateArn] },
    { principals: [certificateArn] },
    { things: [thingName] },
  ]);

  await expect(steps.deleteCertificate()).rejects.toMatchObject(refusal('CertificateStateException', 406));
  await control.send(new UpdateCertificateCommand({ certificateId, newStatus: 'INACTIVE' }));
  await expect(steps.deleteCertificate()).rejects.toMatchObject(refusal('DeleteConflictException', 409));
  await expect(steps.deletePolicy()).rejects.toMatchObject(refusal('DeleteConflictException', 409));
  await expect(steps.deleteThing()).rejects.toMatchObject(refusal('InvalidRequestException', 400));
  await control.send(new DetachThingPrincipalCommand({ thingName, principal: certificateArn }));
  await expect(steps.deleteCertificate()).rejects.toMatchObject(refusal('DeleteConflictException', 409));
  for (let i = 0; i < 2; i++) await control.send(new DetachPolicyCommand({ policyName, target: certificateArn }));
  await steps.deleteCertificate();
  await steps.deletePolicy();
  await steps.deleteThing();
  await steps.deleteThing();

  await expect(control.send(new DescribeCertificateCommand({ certificateId }))).rejects.toMatchObject(
    refusal('ResourceNotFoundException', 404),
  );
});

test('a certificate is named by its fingerprint, and a revoked one stays revoked', async () => {
  const { control } = world;
  const made = await control.send(new CreateKeysAndCertificateCommand({}));
  const { certificateId } = made;
  const { certificateDescription } = await control.send(new DescribeCertificateCommand({ certificateId }));
  const certificate = new X509Certificate(made.certificatePem ?? '');

  await control.send(new UpdateCertificateCommand({ certificateId, newStatus: 'REVOKED' }));
  const reactivated = control.send(new UpdateCertificateCommand({ certificateId, newStatus: 'ACTIVE' }));

  expect(certificateId).toBe(certificate.fingerprint256.replaceAll(':', '').toLowerCase());
  expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
  expect(certificateDescription).toMatchObject({
    status: 'INACTIVE',
    validity: { notAfter: new Date('2049-12-31T23:59:59Z') },
  });
  await expect(reactivated).rejects.toMatchObject(refusal('CertificateStateException', 406));
});

test('a certificate for the device’s own key lets that key connect', async () => {
  const { control } = world;
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const csr = await x509.Pkcs10CertificateRequestGenerator.create({
    name: 'CN=own',
    keys,
    signingAlgorithm: algorithm,
  });
  const made = await control.send(
    new CreateCertificateFromCsrCommand({ certificateSigningRequest: csr.toString('pem'), setAsActive: true }),
  );
  const certificateArn = made.certificateArn ?? '';
  await control.send(new CreateThingCommand({ thingName: 'own-key' }));
  await control.send(new AttachPolicyCommand({ policyName: POLICY_NAME, target: certificateArn }));
  await control.send(new AttachThingPrincipalCommand({ thingName: 'own-key', principal: certificateArn }));
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');

  const client = await world.connect({
    thingName: 'own-key',
    certificateArn,
    certificateId: made.certificateId ?? '',
    cert: made.certificatePem ?? '',
    key,
  });

  expect(client.connected).toBe(true);
  await client.endAsync();
});

test('a weak key, or a request signed by another key, gets no certificate', async () => {
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const imported = {
    publicKey: await crypto.subtle.importKey(
      'spki',
      weak.publicKey.export({ type: 'spki', format: 'der' }),
      algorithm,
      true,
      ['verify'],
    ),
    privateKey: await crypto.subtle.importKey(
      'pkcs8',
      weak.privateKey.export({ type: 'pkcs8', format: 'der' }),
      algorithm,
      true,
      ['sign'],
    ),
  };
  const csr = await x509.Pkcs10CertificateRequestGenerator.create({
    name: 'CN=weak',
    keys: imported,
    signingAlgorithm: algorithm,
  });
  const forged = Buffer.from(csr.rawData);
  forged[forged.length - 1] = (forged[forged.length - 1] ?? 0) ^ 1;

  for (const pem of [csr.toString('pem'), x509.PemConverter.encode(forged, 'CERTIFICATE REQUEST')]) {
    await expect(
      world.control.send(new CreateCertificateFromCsrCommand({ certificateSigningRequest: pem })),
    ).rejects.toMatchObject(refusal('InvalidRequestException', 400));
  }
});

test('lists come in pages that miss nothing and repeat nothing', async () => {
  const { control } = world;
  const names = Array.from({ length: 7 }, (_, at) => `page-${at}`);
  for (const thingName of names) await control.send(new CreateThingCommand({ thingName }));
  const seen: (string | undefined)[] = [];

  let nextToken: string | undefined;
  do {
    const given = await control.send(new ListThingsCommand({ maxResults: 3, nextToken }));
    seen.push(...(given.things ?? []).map(({ thingName }) => thingName));
    nextToken = given.nextToken;
  } while (nextToken);
  const certificates = await control.send(new ListCertificatesCommand({ pageSize: 1 }));
  const policies = await control.send(new ListPoliciesCommand({}));

  expect(seen.filter((name) => name?.startsWith('page-'))).toEqual(names);
  expect(new Set(seen).size).toBe(seen.length);
  expect(certificates.certificates).toHaveLength(1);
  expect(certificates.nextMarker).toBeDefined();
  expect(policies.policies?.map(({ policyName }) => policyName)).toEqual(['Deaf', POLICY_NAME, 'Observer']);
});

test('the endpoint is the host of the broker', async () => {
  const { endpointAddress } = await world.control.send(new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }));

  expect(endpointAddress).toBe('127.0.0.1');
});

test('each operation needs its own permission on its own resource', () => {
  const [control, dataPlane] = world.iot.services;
  const certificate = 'arn:aws:iot:eu-central-1:000000000000:cert/abc';
  const needs = (method: string, path: string, body = '', headers = {}) =>
    control?.permissions({
      method,
      path,
      query: new URLSearchParams(),
      headers,
      body: Buffer.from(body),
      operation: '',
      principal: null,
    });

  expect(needs('POST', '/things/a%3Ab')).toEqual([
    { action: 'iot:CreateThing', resource: 'arn:aws:iot:eu-central-1:000000000000:thing/a:b' },
  ]);
  expect(needs('POST', '/keys-and-certificate')).toEqual([{ action: 'iot:CreateKeysAndCertificate', resource: '*' }]);
  expect(needs('PUT', '/certificates/abc')).toEqual([{ action: 'iot:UpdateCertificate', resource: certificate }]);
  expect(needs('PUT', '/target-policies/p', JSON.stringify({ target: certificate }))).toEqual([
    { action: 'iot:AttachPolicy', resource: certificate },
  ]);
  expect(needs('PUT', '/things/a/principals', '', { 'x-amzn-principal': certificate })).toEqual([
    { action: 'iot:AttachThingPrincipal', resource: certificate },
  ]);
  expect(
    dataPlane?.permissions({
      method: 'POST',
      path: '/topics/a%2Fb',
      query: new URLSearchParams('qos=1&retain=true'),
      headers: {},
      body: Buffer.alloc(0),
      operation: '',
      principal: null,
    }),
  ).toEqual([
    { action: 'iot:Publish', resource: 'arn:aws:iot:eu-central-1:000000000000:topic/a/b' },
    { action: 'iot:RetainPublish', resource: 'arn:aws:iot:eu-central-1:000000000000:topic/a/b' },
  ]);
});

test('publishing over HTTP reaches rules and subscribers; reserved topics and other operations are refused by name', async () => {
  const device = await world.connect(await world.addDevice('listener'));
  await device.subscribeAsync('listener/downlink', { qos: 1 });
  const arrives = new Promise<string>((resolve) =>
    device.once('message', (_topic, payload) => resolve(String(payload))),
  );

  await data.send(new PublishCommand({ topic: 'listener/downlink', qos: 1, payload: Buffer.from('{"on":1}') }));

  expect(await arrives).toBe('{"on":1}');
  expect(world.messages.at(-1)).toMatchObject({ topic: 'listener/downlink', qos: 1, clientId: null });
  await expect(
    data.send(new PublishCommand({ topic: '$aws/events/presence/disconnected/x', payload: Buffer.from('{}') })),
  ).rejects.toMatchObject(refusal('InvalidRequestException', 400));
  await expect(data.send(new GetConnectionCommand({ clientId: 'listener' }))).rejects.toThrow(
    'does not support GET /connections/listener of iotdata',
  );
  await device.endAsync();
});

test('a restart knows every thing, certificate and attachment; a changed template policy is in force', async () => {
  const own = await dataFolder();
  const first = await startTestIot(own.path);
  const device = await first.addDevice('survivor');
  await first.stop();
  const connectOnly = { ...DEVICE_POLICY, Statement: DEVICE_POLICY.Statement.slice(0, 1) };

  const second = await startTestIot(own.path, { policies: { [POLICY_NAME]: connectOnly } });
  const client = await second.connect(device);
  const policy = await second.control.send(new GetPolicyCommand({ policyName: POLICY_NAME }));
  const ends = closed(client);
  client.publish('survivor/telemetry', 'x', { qos: 1 }, () => undefined);
  await ends;
  await second.stop();
  await own.remove();

  expect(policy.defaultVersionId).toBe('2');
  expect(JSON.parse(policy.policyDocument ?? '')).toEqual(connectOnly);
  expect(second.messages.filter(({ topic }) => topic === 'survivor/telemetry')).toEqual([]);
});
