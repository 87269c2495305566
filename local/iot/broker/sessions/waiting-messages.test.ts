// What waits, and what is on disk of it.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WaitingMessages } from './waiting-messages';

let folder: string;
let log: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlight-waiting-'));
  log = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (largestBytes = 1_000_000) => WaitingMessages.open(folder, largestBytes, (line) => log.push(line));
const message = (number: number, payload = 'x') => ({
  clientId: 'pump',
  number,
  topic: 'pump/downlink',
  payload: Buffer.from(payload).toString('base64'),
});
const numbersOf = (waiting: WaitingMessages) => waiting.of('pump').map(({ number }) => number);

test('after a kill all that was not acknowledged is there, in the order of its numbers', async () => {
  const waiting = await open();
  for (const number of [9, 10, 11]) await waiting.add(message(number));
  waiting.sent('pump', 10, 77);
  const taken = waiting.acknowledged('pump', 77);
  await waiting.settled();

  const reopened = await open();

  expect(taken?.number).toBe(10);
  expect(waiting.acknowledged('pump', 77)).toBeUndefined();
  expect(numbersOf(reopened)).toEqual([9, 11]);
  expect(reopened.highestNumber()).toBe(11);
});

test('a message keeps the packet identifier that it was sent with', async () => {
  const waiting = await open();
  await waiting.add(message(1));
  waiting.sent('pump', 1, 500);

  expect(waiting.of('pump').map(({ messageId }) => messageId)).toEqual([500]);
});

test('what was acknowledged while it was being written is not left on disk', async () => {
  const waiting = await open();
  const adding = waiting.add(message(1));
  waiting.remove('pump', 1);
  await adding;
  await waiting.settled();

  expect(await readdir(folder)).toEqual([]);
});

test('a session takes so many bytes, the log names what is dropped, and there is room again after an acknowledgement', async () => {
  const waiting = await open(2 * 4096);
  for (const number of [1, 2, 3, 4]) await waiting.add(message(number));
  const full = numbersOf(waiting);
  waiting.remove('pump', 1);
  await waiting.add(message(5));

  expect(full).toEqual([1, 2]);
  expect(numbersOf(waiting)).toEqual([2, 5]);
  expect(log).toHaveLength(1);
  expect(log[0]).toContain('The session of "pump" is full');
});
