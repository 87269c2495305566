// What the local IoT Core keeps on disk: the authority, the server's certificate, the registry.
import { X509Certificate } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCertificateAuthority } from '../../local/iot/certificates/certificate-authority';
import { openServerIdentity } from '../../local/iot/certificates/server-certificate';
import { IotRegistry } from '../../local/iot/registry/iot-registry';
import { dataFolder } from './iot-fixture';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 0, 1);
let folder: Awaited<ReturnType<typeof dataFolder>>;
beforeEach(async () => {
  folder = await dataFolder();
});
afterEach(() => folder.remove());

test('the authority is made once, and its key is the owner’s alone', async () => {
  const first = await openCertificateAuthority(join(folder.path, 'ca'), NOW);
  const second = await openCertificateAuthority(join(folder.path, 'ca'), NOW + DAY_MS);

  const key = await stat(join(folder.path, 'ca', 'ca.key'));
  const certificate = new X509Certificate(await readFile(first.certificatePath));
  expect(second.certificatePem).toBe(first.certificatePem);
  expect(key.mode & 0o777).toBe(0o600);
  expect(certificate.ca).toBe(true);
  expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
});

test('the server’s certificate names every address, and is issued anew only when it must be', async () => {
  const authority = await openCertificateAuthority(join(folder.path, 'ca'), NOW);
  const open = (addresses: string[], nowMs: number) => openServerIdentity(folder.path, authority, addresses, nowMs);

  const local = await open([], NOW);
  const again = await open([], NOW + DAY_MS);
  const lan = await open(['192.168.1.7', '10.0.0.3'], NOW + DAY_MS);
  const sameLan = await open(['10.0.0.3', '192.168.1.7'], NOW + DAY_MS);
  const renewed = await open(['10.0.0.3', '192.168.1.7'], NOW + 800 * DAY_MS);
  await writeFile(join(folder.path, 'server.json'), '{"certificatePem":');
  const afterDamage = await open([], NOW);

  const names = (identity: typeof local) => new X509Certificate(identity.certificatePem).subjectAltName;
  expect(names(local)).toBe('DNS:localhost, IP Address:127.0.0.1');
  expect(again).toEqual(local);
  expect(names(lan)).toBe('DNS:localhost, IP Address:10.0.0.3, IP Address:127.0.0.1, IP Address:192.168.1.7');
  expect(sameLan).toEqual(lan);
  expect(renewed.certificatePem).not.toBe(lan.certificatePem);
  expect(names(afterDamage)).toBe(names(local));
});

test('an acknowledged change is on disk, whatever the names look like', async () => {
  const registry = await IotRegistry.open(folder.path);
  const names = ['a', 'A', 'x'.repeat(128), '__proto__', 'a:b'];

  await Promise.all(
    names.map((thingName) =>
      registry.change(() => registry.things.put({ thingName, thingId: 'id', attributes: {}, version: 1 })),
    ),
  );
  await registry.change(() => registry.things.delete('a:b'));
  // What a process that is killed in the middle of a write leaves.
  await writeFile(join(folder.path, 'things', 'half.json.tmp'), '{"thingName":');
  const reopened = await IotRegistry.open(folder.path);

  expect(reopened.things.all()).toEqual(registry.things.all());
  expect(reopened.things.all().map(({ thingName }) => thingName)).toEqual([...names.slice(0, 4)].sort());
});

test('changes run one after the other, and a failed one stops none of the next', async () => {
  const registry = await IotRegistry.open(folder.path);
  const count = async () => {
    const version = registry.things.get('counter')?.version ?? 0;
    await registry.things.put({ thingName: 'counter', thingId: 'id', attributes: {}, version: version + 1 });
  };

  const failing = registry.change(async () => {
    throw new Error('refused');
  });
  await Promise.all(Array.from({ length: 20 }, () => registry.change(count)));

  await expect(failing).rejects.toThrow('refused');
  expect(registry.things.get('counter')?.version).toBe(20);
});
