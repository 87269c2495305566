// A device's files: whole or not there, and never somebody else's.
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { deviceFiles } from './device-files';

const identity = (thingName: string) => ({
  thingName,
  certificateId: 'c0ffee',
  certificateArn: 'arn:aws:iot:eu-central-1:000000000000:cert/c0ffee',
  certificatePem: 'certificate',
  privateKeyPem: 'key',
});
let parent: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'fleetlight-files-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

it('reads what was written, and keeps the key to its owner', () => {
  const files = deviceFiles(parent, 'aa:bb');
  mkdirSync(files.directory);
  writeFileSync(files.privateKeyPath, 'half a key', { mode: 0o644 });

  files.write(identity('aa:bb'), 'authority');

  expect(files.directory).toBe(join(parent, 'aa%3Abb'));
  expect(files.read()).toEqual(identity('aa:bb'));
  expect(statSync(files.privateKeyPath).mode & 0o777).toBe(0o600);
  files.remove();
  expect(existsSync(files.directory)).toBe(false);
});

it.each(['certificate.pem', 'private.key', 'device.json'])('counts a device without its %s as none', (file) => {
  const files = deviceFiles(parent, 'pump');
  files.write(identity('pump'), 'authority');
  rmSync(join(files.directory, file));
  expect(files.read()).toBeNull();
});

it('refuses the files of a device whose name differs by its case', () => {
  const files = deviceFiles(parent, 'pump');
  files.write(identity('pump'), 'authority');
  writeFileSync(join(files.directory, 'device.json'), JSON.stringify({ thingName: 'Pump' }));
  expect(() => files.read()).toThrow('belongs to Pump');
});
