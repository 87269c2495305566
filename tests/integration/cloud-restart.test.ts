// What outlives the local cloud's end, be it asked for or not, and how a start refuses what cannot work.
import { readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { confirmSignUp, signUp } from 'aws-amplify/auth';
import { afterEach, describe, expect, it, test } from 'vitest';
import { addDevice, connectDevice, mosquittoPublish } from '../device';
import { type CloudProcess, runCloud } from '../npm-start';
import { configureClient, graphql, signInAs, tokenOf } from '../people';
import { rowsOf } from '../store';
import { eventually, newDataDirectory, startTestCloud, type TestCloud } from '../test-cloud';

const LONG_MS = 120_000;
const CREATE = 'mutation { createDevice(input: { thingName: "pump", site: "Lab" }) { thingName } }';
const LIST = '{ listDevices { items { thingName site } } }';

const folders: string[] = [];
const processes: CloudProcess[] = [];
const clouds: TestCloud[] = [];
const newFolder = () => {
  const folder = newDataDirectory();
  folders.push(folder);
  return folder;
};
const run = (folder: string, settings: string[] = ['--fleet', 'off']) => {
  const started = runCloud(folder, settings);
  processes.push(started);
  return started;
};

afterEach(async () => {
  for (const { isRunning, signal, ended } of processes.splice(0)) {
    if (isRunning()) signal('SIGKILL');
    await ended;
  }
  for (const cloud of clouds.splice(0)) await cloud.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Listens on a port, any free one unless given. Rejects when it is taken. */
function listen(port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve({ server, port: (server.address() as { port: number }).port }));
  });
}
const close = (server: Server) => new Promise((resolve) => server.close(resolve));

it('a restart keeps people, devices, certificates, readings and what waits in queues', async () => {
  const person = { email: 'keeper@example.com', password: 'Keep-me-4ever!' };
  const first = await startTestCloud();
  clouds.push(first);
  configureClient(first);
  await signUp({
    username: person.email,
    password: person.password,
    options: { userAttributes: { email: person.email } },
  });
  const code = first.mailbox.list().find(({ to }) => to === person.email)?.code ?? '';
  await confirmSignUp({ username: person.email, confirmationCode: code });
  const operator = await tokenOf(first, 'operator');
  expect((await graphql(first, operator, CREATE)).errors).toBeUndefined();
  await addDevice(first, 'pump');
  expect((await mosquittoPublish(first, 'pump', '{"temperature":21.5}')).code).toBe(0);
  const before = await eventually('the reading is stored', async () => {
    const rows = await rowsOf(first, 'TelemetrySample');
    return rows.length === 1 && rows;
  });
  // It stays in its queue while its row cannot be written.
  first.dynamodb.faults.inject({ kind: 'refuseWrites' });
  const deadLetters = first.queues.all.find(({ settings }) => settings.name.includes('TelemetryDeadLetters'));
  await deadLetters?.send({ body: 'waiting' });

  const second = await first.restart();
  clouds.splice(0, 1, second);

  expect((await signInAs(second, person)).accessToken).not.toBe('');
  // The keys survived, too: a token of before is still good.
  expect((await graphql(second, operator, LIST)).data).toEqual({
    listDevices: { items: [{ thingName: 'pump', site: 'Lab' }] },
  });
  expect(await rowsOf(second, 'TelemetrySample')).toEqual(before);
  await eventually('what waited is handled', async () =>
    (await rowsOf(second, 'DeadLetter')).some(({ body }) => body === 'waiting'),
  );
  expect(await mosquittoPublish(second, 'pump', '{"temperature":22.5}')).toEqual({ code: 0, output: '' });
  await eventually('the next reading is stored', async () => (await rowsOf(second, 'TelemetrySample')).length === 2);
});

it(
  'every acknowledged reading of a process that was killed is stored by the next one',
  async () => {
    const dataDirectory = newFolder();
    const killed = run(dataDirectory);
    const { mqtt: mqttPort } = await killed.ready();
    await addDevice({ dataDirectory }, 'pump');
    const client = await connectDevice({ dataDirectory, mqttPort }, 'pump');
    const dropped = new Promise<void>((resolve) => client.once('close', () => resolve()));
    const acknowledged: number[] = [];
    const base = Date.now() - 3_600_000;
    for (let n = 0; n < 2_000; n++) {
      client.publish('pump/telemetry', JSON.stringify({ n, ts: base + n }), { qos: 1 }, (error) => {
        if (error) return;
        acknowledged.push(n);
        if (acknowledged.length === 200) process.kill(killed.pid, 'SIGKILL');
      });
    }
    await dropped;
    expect(await killed.ended).toBeNull();
    expect(acknowledged.length).toBeGreaterThanOrEqual(200);
    client.end(true);

    const next = await startTestCloud({ dataDirectory });
    clouds.push(next);

    const isMissing = async () => {
      const rows = await rowsOf(next, 'TelemetrySample');
      const stored = new Set(rows.map(({ metrics }) => (metrics as { n: number }).n));
      return acknowledged.filter((n) => !stored.has(n));
    };
    await eventually('all are stored', async () => (await isMissing()).length === 0, 30_000);
    // Stored again after a redelivery, they are the same rows.
    const rows = await rowsOf(next, 'TelemetrySample');
    expect(new Set(rows.map(({ metrics }) => (metrics as { n: number }).n)).size).toBe(rows.length);
  },
  LONG_MS,
);

describe('npm start', () => {
  it(
    'refuses a second start on the same data, and ends within five seconds of Ctrl-C with everything it started',
    async () => {
      const dataDirectory = newFolder();
      const running = run(dataDirectory, ['--fleet', 'on']);
      const ports = await running.ready();

      const second = run(dataDirectory);
      expect(await second.ended).toBe(1);
      expect(second.output()).toContain(`already running on this data (process ${running.pid})`);
      expect(second.output()).toContain('--data');

      // In the middle of publishing the day before, with messages under way.
      const fleetLog = join(dataDirectory, 'logs', 'fleet.log');
      await eventually('the fleet is connected', () => readFileSync(fleetLog, 'utf8').includes('Simulated:'), 60_000);
      const askedAt = performance.now();
      running.signal('SIGINT');
      expect(await running.ended).toBe(0);
      expect(performance.now() - askedAt).toBeLessThan(5_000);
      await eventually('no child process is left', () => !running.isRunning(), 5_000);
      for (const port of Object.values(ports)) await close((await listen(port)).server);
    },
    LONG_MS,
  );

  it(
    'says which port is taken and which setting changes it',
    async () => {
      const { server, port } = await listen();
      const refused = run(newFolder(), ['--fleet', 'off', '--aws-port', String(port)]);

      expect(await refused.ended).toBe(1);
      expect(refused.output()).toContain(`Port ${port} is taken`);
      expect(refused.output()).toContain('--aws-port (FLEETLIGHT_AWS_PORT)');
      expect(refused.output()).not.toContain('    at ');
      await eventually('no child process is left', () => !refused.isRunning(), 1_000);
      await close(server);
    },
    LONG_MS,
  );
});

test.each([
  ['app', '--app-port (FLEETLIGHT_APP_PORT)'],
  ['mqtt', '--mqtt-port (FLEETLIGHT_MQTT_PORT)'],
])('a taken port of %s is named with its setting, and nothing keeps running', async (name, setting) => {
  const taken = await listen();
  const free = await listen();
  await close(free.server);

  const starting = startTestCloud({ dataDirectory: newFolder(), ports: { [name]: taken.port, aws: free.port } });

  await expect(starting).rejects.toMatchObject({ name: 'PortTakenError', port: taken.port, setting });
  await close((await listen(free.port)).server);
  await close(taken.server);
});
