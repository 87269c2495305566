// `npm run device:add` and `device:publish` as a person runs them, against the local IoT Core.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AttachPolicyCommand,
  DetachPolicyCommand,
  ListAttachedPoliciesCommand,
  ListThingPrincipalsCommand,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeRunningFile, writeRunningFile } from '../../local/cli/running-file';
import { DEVICE_POLICY, dataFolder, POLICY_NAME, startTestIot } from './iot-fixture';

const ROOT = join(import.meta.dirname, '../..');
const CONNECT_ONLY = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iot:Connect', Resource: '*' }] };
let folder: Awaited<ReturnType<typeof dataFolder>>;
let cloud: Awaited<ReturnType<typeof startTestIot>>;

beforeAll(async () => {
  folder = await dataFolder();
  cloud = await startTestIot(folder.path, { policies: { [POLICY_NAME]: DEVICE_POLICY, ConnectOnly: CONNECT_ONLY } });
  writeRunningFile(folder.path, {
    pid: process.pid,
    appUrl: '',
    awsEndpoint: cloud.sdkOptions.endpoint,
    mqttHost: '127.0.0.1',
    mqttPort: cloud.iot.mqttPort,
    caPath: cloud.iot.caPath,
    region: cloud.sdkOptions.region,
    devicePolicyName: POLICY_NAME,
  });
});

afterAll(async () => {
  await cloud.stop();
  await folder.remove();
});

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function run(
  command: 'device-add' | 'device-publish' | 'fleet' | 'reset' | 'synth',
  ...args: string[]
): Promise<Ended> {
  return new Promise((resolve) => {
    const argv = ['--import', 'tsx', join(ROOT, 'local/cli', `${command}.ts`), ...args, '--data', folder.path];
    execFile(process.execPath, argv, { cwd: ROOT }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
    });
  });
}

const deviceFile = (directory: string, file: string) => join(folder.path, 'devices', directory, file);

describe('device:add', () => {
  it('makes a thing with a certificate and the policy, and writes its files', async () => {
    const { code, stdout } = await run('device-add', 'cellar');

    const { principals = [] } = await cloud.control.send(new ListThingPrincipalsCommand({ thingName: 'cellar' }));
    const [target = ''] = principals;
    const attached = await cloud.control.send(new ListAttachedPoliciesCommand({ target }));
    expect(code).toBe(0);
    expect(principals).toHaveLength(1);
    expect(attached.policies?.map(({ policyName }) => policyName)).toEqual([POLICY_NAME]);
    expect(JSON.parse(readFileSync(deviceFile('cellar', 'device.json'), 'utf8'))).toMatchObject({
      thingName: 'cellar',
      certificateArn: target,
    });
    expect(readFileSync(deviceFile('cellar', 'certificate.pem'), 'utf8')).toContain('BEGIN CERTIFICATE');
    expect(readFileSync(deviceFile('cellar', 'ca.pem'), 'utf8')).toBe(cloud.ca);
    expect(statSync(deviceFile('cellar', 'private.key')).mode & 0o777).toBe(0o600);
    expect(stdout).toContain(`-p ${cloud.iot.mqttPort} -i cellar -t cellar/telemetry -q 1 -m '{"temperature":21}'`);
    // The folder is not the usual one, so the command names it.
    expect(stdout).toContain(`npm run device:publish -- cellar '{"temperature":21}' --data ${folder.path}`);
    expect(stdout).not.toContain('PRIVATE KEY');
  });

  it('keeps what is there when it runs again, and finishes what was cut off', async () => {
    await run('device-add', 'attic');
    const key = readFileSync(deviceFile('attic', 'private.key'), 'utf8');
    const again = await run('device-add', 'attic');
    expect(again.stdout).toContain('attic was added before');
    expect(readFileSync(deviceFile('attic', 'private.key'), 'utf8')).toBe(key);

    mkdirSync(join(folder.path, 'devices', 'shed'));
    writeFileSync(deviceFile('shed', 'private.key'), 'half a key');
    expect((await run('device-add', 'shed')).stdout).toContain('Added shed.');
    expect(readFileSync(deviceFile('shed', 'private.key'), 'utf8')).toContain('BEGIN');
  });

  it('takes names with a colon, safely for every file system', async () => {
    expect((await run('device-add', 'aa:bb_c-1')).code).toBe(0);
    expect(existsSync(deviceFile('aa%3Abb_c-1', 'device.json'))).toBe(true);
    expect(await run('device-publish', 'aa:bb_c-1', '{}')).toMatchObject({ code: 0 });
  });

  it.each(['', '../evil', 'a b', 'x'.repeat(129)])('refuses a bad name with the rule (%#)', async (name) => {
    const { code, stderr } = await run('device-add', name);
    expect(code).toBe(2);
    expect(stderr).toContain('1-128 letters, digits or : _ -');
  });
});

describe('device:publish', () => {
  it('publishes and says that it was acknowledged', async () => {
    await run('device-add', 'garage');
    const { code, stdout } = await run('device-publish', 'garage', '{"temperature":21}');
    expect(stdout).toContain('garage/telemetry: acknowledged');
    expect(code).toBe(0);
    const message = cloud.messages.find(({ topic }) => topic === 'garage/telemetry');
    expect(message?.payload.toString()).toBe('{"temperature":21}');
    expect(message?.clientId).toBe('garage');
  });

  it('says why a disabled device may not, and device:add does not enable it', async () => {
    await run('device-add', 'stolen');
    const { certificateId } = JSON.parse(readFileSync(deviceFile('stolen', 'device.json'), 'utf8'));
    await cloud.control.send(new UpdateCertificateCommand({ certificateId, newStatus: 'INACTIVE' }));

    const published = await run('device-publish', 'stolen', '{}');
    const added = await run('device-add', 'stolen');

    expect(published).toMatchObject({ code: 1, stdout: '' });
    expect(published.stderr).toContain('the broker refused the connection');
    expect(added).toMatchObject({ code: 1, stdout: '' });
    expect(added.stderr).toContain('INACTIVE');
  });

  it('says so when the broker does not accept the message', async () => {
    await run('device-add', 'mute');
    const { certificateArn } = JSON.parse(readFileSync(deviceFile('mute', 'device.json'), 'utf8'));
    const policies = { policyName: 'ConnectOnly', target: certificateArn };
    await cloud.control.send(new AttachPolicyCommand(policies));
    await cloud.control.send(new DetachPolicyCommand({ policyName: POLICY_NAME, target: certificateArn }));

    const { code, stderr } = await run('device-publish', 'mute', '{}');

    expect(code).toBe(1);
    expect(stderr).toContain('the broker dropped the connection');
  });

  it('asks to add an unknown device first', async () => {
    const { code, stderr } = await run('device-publish', 'nobody', '{}');
    expect(code).toBe(1);
    expect(stderr).toContain(`npm run device:add -- nobody --data ${folder.path}`);
  });

  it.each([[['garage']], [['garage', '{temperature:', '21}']]])('explains itself for %j', async (words) => {
    const { code, stderr } = await run('device-publish', ...words);
    expect(code).toBe(2);
    expect(stderr).toContain('Usage: npm run device:publish');
  });
});

describe('fleet', () => {
  it('loads the broker with devices that drop off, come back and send garbage; every message is acknowledged', async () => {
    const { code, stdout } = await run(
      'fleet',
      '--devices',
      '3',
      '--rate',
      '60',
      '--seconds',
      '2',
      '--drop',
      '--garbage',
    );
    expect(stdout).toMatch(/acknowledged\s+120 /);
    expect(stdout).toMatch(/lost\s+0\n/);
    expect(stdout).toMatch(/reconnections\s+[1-9]/);
    expect(code).toBe(0);
    const loaded = cloud.messages.filter(({ topic }) => topic.startsWith('load-')).map(({ payload }) => `${payload}`);
    expect(loaded.filter((payload) => !/^\{"timestamp":\d+,"seq":/.test(payload)).length).toBeGreaterThanOrEqual(6);
    const from = new Set(cloud.messages.map(({ topic }) => topic).filter((topic) => topic.startsWith('load-')));
    expect([...from].sort()).toEqual(['load-0001/telemetry', 'load-0002/telemetry', 'load-0003/telemetry']);
  });

  it('names a number it cannot take', async () => {
    const { code, stderr } = await run('fleet', '--rate', 'fast');
    expect(code).toBe(2);
    expect(stderr).toContain('--rate takes a whole number');
  });
});

describe('--help', () => {
  it.each([
    ['device-add', 'npm run device:add'],
    ['device-publish', 'npm run device:publish'],
    ['fleet', 'npm run fleet'],
    ['reset', 'npm run reset'],
    ['synth', 'npm run synth'],
  ] as const)('of %s tells how it is used, and does nothing', async (command, usage) => {
    const { code, stdout, stderr } = await run(command, '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(usage);
  });
});

describe('without a running cloud', () => {
  it.each([
    ['device-add', 'x'],
    ['device-publish', 'x', '{}'],
    ['fleet', '--remove'],
  ] as const)('%s says how to start it', async (command, ...args) => {
    removeRunningFile(folder.path);
    const { code, stderr } = await run(command, ...args);
    expect(code).toBe(1);
    expect(stderr).toContain(`Start it first: npm start -- --data ${folder.path}`);
  });
});
