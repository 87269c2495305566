// Version numbers and sessions, by the journal's own clock.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FORGET_AFTER_MS, PresenceJournal } from './presence-journal';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlight-presence-'));
  path = join(folder, 'presence.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const cycle = (journal: PresenceJournal, beganAt: number, endedAt: number, resumes = false) => {
  const record = journal.begin('pump', 'certificate', resumes, beganAt);
  journal.end(record, endedAt);
  return record;
};

test('version numbers grow, also after long connections, and start again after an hour away', async () => {
  const journal = await PresenceJournal.open(path);

  const versions = [
    cycle(journal, 0, 10),
    cycle(journal, 20, 20 + 2 * FORGET_AFTER_MS),
    cycle(journal, 20 + 3 * FORGET_AFTER_MS - 1, 20 + 3 * FORGET_AFTER_MS),
    cycle(journal, 20 + 4 * FORGET_AFTER_MS, 21 + 4 * FORGET_AFTER_MS),
  ].map(({ versionNumber }) => versionNumber);

  expect(versions).toEqual([0, 1, 2, 0]);
});

test('the end of a replaced connection leaves the newer one connected', async () => {
  const journal = await PresenceJournal.open(path);
  const old = journal.begin('pump', 'certificate', false, 0);
  const next = journal.begin('pump', 'certificate', false, 5);

  journal.end(old, 6);
  await journal.save();
  const reopened = await PresenceJournal.open(path);

  expect(reopened.lost()).toEqual([next]);
});

test('after a kill the connected are lost, the others keep their version, and who returns is lost no more', async () => {
  const journal = await PresenceJournal.open(path);
  journal.begin('pump', 'certificate', false, 0);
  journal.end(journal.begin('door', 'certificate', false, 0), 1);
  await journal.save();

  const reopened = await PresenceJournal.open(path);
  const lostFirst = reopened.lost().map(({ clientId }) => clientId);
  const returned = reopened.begin('pump', 'certificate', false, 10);

  expect(lostFirst).toEqual(['pump']);
  expect(returned.versionNumber).toBe(1);
  expect(reopened.lost()).toEqual([]);
  expect(reopened.begin('door', 'certificate', false, 10).versionNumber).toBe(1);
});

test('a resumed session keeps its identifier, a new one gets its own', async () => {
  const journal = await PresenceJournal.open(path);

  const first = cycle(journal, 0, 1);
  const resumed = cycle(journal, 2, 3, true);
  const fresh = cycle(journal, 4, 5);

  expect(resumed.sessionIdentifier).toBe(first.sessionIdentifier);
  expect(fresh.sessionIdentifier).not.toBe(first.sessionIdentifier);
});

test('client ids that are names of object properties are only names', async () => {
  const journal = await PresenceJournal.open(path);
  for (const clientId of ['__proto__', 'constructor', 'toString']) journal.begin(clientId, 'certificate', false, 0);
  await journal.save();

  const reopened = await PresenceJournal.open(path);

  expect(reopened.lost().map(({ clientId }) => clientId)).toEqual(['__proto__', 'constructor', 'toString']);
});

test('an hour away ends with the clock: of who left, and of who was connected when the process was killed', async () => {
  const journal = await PresenceJournal.open(path);
  cycle(journal, 0, 10);
  journal.begin('door', 'certificate', false, 5);
  await journal.saveAlive(60_000);
  await journal.save();

  const reopened = await PresenceJournal.open(path);
  const forgotten = (at: number) => ['pump', 'door', 'nobody'].filter((each) => reopened.hasForgotten(each, at));

  expect(forgotten(9 + FORGET_AFTER_MS)).toEqual(['nobody']);
  expect(forgotten(10 + FORGET_AFTER_MS)).toEqual(['pump', 'nobody']);
  expect(forgotten(60_000 + FORGET_AFTER_MS)).toEqual(['pump', 'door', 'nobody']);
  for (const record of reopened.lost()) reopened.end(record, 50_000 + FORGET_AFTER_MS);
  expect(forgotten(60_000 + FORGET_AFTER_MS)).toEqual(['pump', 'door', 'nobody']);
});
