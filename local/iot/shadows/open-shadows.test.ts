// The bound on one connection's requests.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openShadows } from './open-shadows';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fleetlight-shadows-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function opened() {
  const told: { topic: string; body: { code?: number; version?: number } }[] = [];
  const log: string[] = [];
  const shadows = await openShadows({
    directory,
    now: () => 0,
    publish: async (topic, payload) => {
      if (topic.includes('unheard')) throw new Error('Nobody listens.');
      told.push({ topic, body: JSON.parse(payload.toString()) });
    },
    log: (line) => log.push(line),
  });
  return { shadows, told, log };
}
const address = { thingName: 'lamp', shadowName: null };
const payload = Buffer.from('{"state":{"reported":{"a":1}}}');

test('the eleventh request of one connection is refused while ten are under way, another’s is not', async () => {
  const { shadows, told } = await opened();

  await Promise.all([
    ...Array.from({ length: 11 }, () => shadows.answer(address, 'update', payload, 'lamp')),
    shadows.answer(address, 'update', payload, 'app'),
  ]);
  await shadows.answer(address, 'update', payload, 'lamp');

  expect(told.filter(({ topic }) => topic.endsWith('/rejected')).map(({ body }) => body.code)).toEqual([429]);
  const versions = told.filter(({ topic }) => topic.endsWith('/accepted')).map(({ body }) => body.version);
  expect(versions).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
});

test('what cannot be told is in the log, and the change stands', async () => {
  const { shadows, log } = await opened();

  await shadows.answer({ thingName: 'unheard', shadowName: null }, 'update', payload, 'unheard');

  expect(log.join()).toContain('Nobody listens.');
  expect(await shadows.perform({ thingName: 'unheard', shadowName: null }, 'get', Buffer.alloc(0))).toMatchObject({
    ok: true,
    accepted: { version: 1 },
  });
});
