// Every payload of tests/fixtures/payloads at the running cloud in one burst, good readings between them; then a fuzzer.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseTelemetryRecord } from '../../domain/telemetry/parse-telemetry-record';
import type { DeviceIdentity } from '../../local/fleet/things/device-files';
import { inParallel } from '../../local/fleet/things/in-parallel';
import { iotClient } from '../device';
import { connectAs, isAcknowledged, provisionDevices } from '../fast-device';
import { arbitraryPayload, arbitraryTopic } from '../fixtures/arbitrary-payload';
import { type PayloadFixture, readPayloadFixtures } from '../fixtures/payloads';
import { rowsOf } from '../store';
import { eventually, startTestCloud, type TestCloud } from '../test-cloud';

// Payloads to a device's own topic, and topics: each that the broker refuses costs a connection.
const FUZZ_MESSAGES = 10_000;
const FUZZERS = ['fuzz-1', 'fuzz-2', 'fuzz-3', 'fuzz-4'];
const FUZZ_TOPICS = 1_000;
const TOPIC_FUZZERS = ['topic-1', 'topic-2', 'topic-3', 'topic-4'];
// What AWS IoT Core lets one client have unacknowledged (message broker limits).
const IN_FLIGHT = 100;

type Row = Record<string, unknown>;

const startedAt = Date.now();
const fixtures = readPayloadFixtures(startedAt);
let cloud: TestCloud;
let identities: Map<string, DeviceIdentity>;
let ca: string;

beforeAll(async () => {
  // The broker says whom it drops, and here that is many.
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  cloud = await startTestCloud();
  ca = readFileSync(cloud.caPath, 'utf8');
  const iot = iotClient(cloud);
  identities = await provisionDevices(cloud, iot, [
    ...fixtures.map(({ thing }) => thing),
    ...FUZZERS,
    ...TOPIC_FUZZERS,
  ]);
  iot.destroy();
});
afterAll(() => cloud?.stop());

const connect = (name: string) => {
  const identity = identities.get(name);
  if (!identity) throw new Error(`${name} was not provisioned.`);
  return connectAs(cloud, ca, identity);
};
const owner = ({ thingName }: Row) => String(thingName).split('/')[0];
const detailOf = ({ detail }: Row) => (typeof detail === 'string' ? JSON.parse(detail) : detail) as Row;
const isRefusedByBroker = ({ expect: { outcome, ...rest } }: PayloadFixture['messages'][number]) =>
  outcome === 'rejected' && 'by' in rest && rest.by === 'broker';
const neighbour = (at: number) => Buffer.from(JSON.stringify({ neighbour: at, ts: startedAt - 100 - at }));

/** Publishes a case, a good reading before, after and between. Says what the broker acknowledged. */
async function publishCase(fixture: PayloadFixture): Promise<{ bad: boolean[]; neighbours: boolean[] }> {
  const { thing, messages } = fixture;
  const home = `${thing}/telemetry`;
  let client: MqttClient = await connect(thing);
  const neighbours: Promise<boolean>[] = [isAcknowledged(client, home, neighbour(0))];
  const bad: Promise<boolean>[] = [];
  for (const [at, message] of messages.entries()) {
    const isDropped = isRefusedByBroker(message);
    // What is in flight when the broker drops the connection would have to be sent again.
    if (isDropped) await Promise.all(neighbours);
    const acknowledged = isAcknowledged(client, message.topic, message.payload, message.redelivery);
    bad.push(acknowledged);
    if (isDropped) {
      await acknowledged;
      await client.endAsync(true);
      client = await connect(thing);
    }
    if (at % 50 === 0) neighbours.push(isAcknowledged(client, home, neighbour(neighbours.length)));
  }
  const outcome = { bad: await Promise.all(bad), neighbours: await Promise.all(neighbours) };
  await client.endAsync();
  return outcome;
}

describe('bad input', () => {
  let outcomes: Map<string, { bad: boolean[]; neighbours: boolean[] }>;
  let samples: Row[];
  let events: Row[];

  beforeAll(async () => {
    const published = fixtures.map(async (fixture) => [fixture.name, await publishCase(fixture)] as const);
    outcomes = new Map(await Promise.all(published));
    await eventually('the queues are empty', areQueuesEmpty, 60_000);
    samples = await rowsOf(cloud, 'TelemetrySample');
    events = await rowsOf(cloud, 'DeviceEvent');
  }, 120_000);

  describe.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', (name, fixture) => {
    const mine = (rows: Row[]) => rows.filter((row) => owner(row) === fixture.thing);
    const isNeighbour = (row: Row) => 'neighbour' in ((row.metrics ?? {}) as object);

    it('is acknowledged but for what the broker itself refuses, and every neighbour is stored', () => {
      const { bad, neighbours } = outcomes.get(name) ?? { bad: [], neighbours: [] };
      expect(bad).toEqual(fixture.messages.map((message) => !isRefusedByBroker(message)));
      expect(neighbours).toEqual(neighbours.map(() => true));
      expect(mine(samples).filter(isNeighbour)).toHaveLength(neighbours.length);
    });

    it('leaves the readings that it should, with times to believe', () => {
      const kept = mine(samples).filter((row) => !isNeighbour(row));
      expect(kept).toHaveLength(fixture.samples);
      const adjusted = fixture.messages.filter(({ expect: { outcome } }) => outcome === 'adjusted');
      expect(kept.filter(({ clockRejected }) => clockRejected)).toHaveLength(adjusted.length);
      for (const { observedAt } of kept) expect(Math.abs(Number(observedAt) - startedAt)).toBeLessThan(3_600_000);
    });

    it('is rejected alone, with a reason that an operator can read, once a minute', () => {
      const expected = new Map<string, number>();
      const expectReject = (kind: string, count: number) => expected.set(kind, (expected.get(kind) ?? 0) + count);
      for (const message of fixture.messages) {
        if ('kind' in message.expect && !isRefusedByBroker(message)) expectReject(message.expect.kind, 1);
      }
      if (fixture.refusedByStore) expectReject(fixture.refusedByStore.kind, fixture.refusedByStore.count);
      const rejects = mine(events).filter(({ kind }) => kind === 'payloadRejected');
      const found = new Map<string, number>();
      for (const row of rejects) {
        const { reason, problem } = detailOf(row);
        found.set(String(reason), (found.get(String(reason)) ?? 0) + Number(row.count));
        expect(problem).toMatch(/^[\x20-\x7e]{15,200}$/);
        expect(Number(row.at) % 60_000).toBe(0);
      }
      expect(found).toEqual(expected);
      const minutes = new Set(rejects.map(({ at }) => at)).size;
      expect(rejects.length).toBeLessThanOrEqual(expected.size * Math.max(1, minutes));
    });

    it.runIf(fixture.messages.some(isRefusedByBroker))('has its end on the timeline, with the reason', () => {
      const ends = mine(events).filter(({ kind, severity }) => kind === 'disconnected' && severity === 'warning');
      const reason = name.includes('topic') ? 'AUTH_ERROR' : 'CLIENT_ERROR';
      expect(ends.map(detailOf)).toEqual([{ reason, clientInitiated: false }]);
    });
  });
});

describe('the fuzzer', () => {
  it(`accounts for ${FUZZ_MESSAGES} arbitrary payloads: stored or rejected`, { timeout: 180_000 }, async () => {
    const payloads = distinctPayloads();
    const isSound = payloads.map((payload) => parseAlone(payload).ok);
    const expected = {
      stored: isSound.filter((sound) => sound).length,
      rejected: isSound.filter((sound) => !sound).length,
    };
    const acknowledged = await Promise.all(
      FUZZERS.map(async (name, at) => {
        const client = await connect(name);
        const mine = payloads.filter((_, index) => index % FUZZERS.length === at);
        let count = 0;
        await inParallel(mine, IN_FLIGHT, async (payload) => {
          if (await isAcknowledged(client, `${name}/telemetry`, payload)) count += 1;
        });
        await client.endAsync();
        return count;
      }),
    );
    const sent = acknowledged.reduce((sum, count) => sum + count, 0);
    expect(sent).toBe(FUZZ_MESSAGES);
    await eventually('the queues are empty', areQueuesEmpty, 150_000);

    const found = await countOf(FUZZERS);
    console.log(`fuzzed: ${sent} acknowledged = ${found.stored} stored + ${found.rejected} rejected`);
    expect(found).toEqual(expected);
    expect(expected.stored).toBeGreaterThan(FUZZ_MESSAGES / 10);
    expect(expected.rejected).toBeGreaterThan(FUZZ_MESSAGES / 10);
  });

  it(`accounts for ${FUZZ_TOPICS} arbitrary topics: taken or dropped by the broker`, { timeout: 120_000 }, async () => {
    const topics = fc.sample(
      arbitraryTopic.filter((topic) => topic !== ''),
      { numRuns: FUZZ_TOPICS, seed: 7 },
    );
    const taken = await Promise.all(
      TOPIC_FUZZERS.map((name, at) => {
        const mine = topics.filter((_, index) => index % TOPIC_FUZZERS.length === at);
        return publishToTopics(
          name,
          mine.map((topic) => topic.replaceAll('esp-1', name)),
        );
      }),
    );
    const sum = taken.reduce((total, count) => total + count, 0);
    await eventually('the queues are empty', areQueuesEmpty, 60_000);
    const found = await countOf(TOPIC_FUZZERS);
    console.log(
      `${FUZZ_TOPICS} topics: ${sum} taken = ${found.stored} stored + ${found.rejected} rejected, others dropped`,
    );
    expect(found.stored + found.rejected).toBe(sum);
    expect(found.stored).toBeGreaterThan(0);
    expect(sum).toBeLessThan(FUZZ_TOPICS);
  });
});

/** Publishes to each topic, connecting anew when that ended the connection. Returns how many the broker took: its own. */
async function publishToTopics(name: string, topics: readonly string[]): Promise<number> {
  const own = [`${name}/telemetry`, `solar/${name}/data`];
  let client = await connect(name);
  let taken = 0;
  for (const [at, topic] of topics.entries()) {
    const payload = Buffer.from(JSON.stringify({ plantId: name, deviceId: 'c', metrics: { a: 1 }, seq: at }));
    const isTaken = await isAcknowledged(client, topic, payload);
    expect({ topic, isTaken }).toEqual({ topic, isTaken: own.includes(topic) });
    if (isTaken) taken += 1;
    else {
      await client.endAsync(true);
      client = await connect(name);
    }
  }
  await client.endAsync();
  return taken;
}

/** Waits for no message in any queue, dead letters included: nothing here is the cloud's own failure. */
function areQueuesEmpty(): boolean {
  return cloud.queues.all.every((queue) => queue.messageIds().length === 0);
}

async function countOf(things: readonly string[]): Promise<{ stored: number; rejected: number }> {
  const isTheirs = (row: Row) => things.includes(owner(row) ?? '');
  const rejects = (await rowsOf(cloud, 'DeviceEvent')).filter((row) => isTheirs(row) && row.kind === 'payloadRejected');
  return {
    stored: (await rowsOf(cloud, 'TelemetrySample')).filter(isTheirs).length,
    rejected: rejects.reduce((sum, { count }) => sum + Number(count), 0),
  };
}

const parseAlone = (payload: Buffer) =>
  parseTelemetryRecord({
    payload: payload.toString('base64'),
    topic: 'a/telemetry',
    traceId: 't',
    receivedAt: startedAt,
  });

/** Payloads of which no two are the same reading: such would be stored once. */
function distinctPayloads(): Buffer[] {
  const seen = new Set<string>();
  const isNew = (payload: Buffer) => {
    const parsed = parseAlone(payload);
    const id = parsed.ok ? parsed.samples[0]?.sampleId : undefined;
    if (id === undefined) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  };
  return fc
    .sample(arbitraryPayload, { numRuns: Math.ceil(FUZZ_MESSAGES * 1.5), seed: 20251009 })
    .filter(isNew)
    .slice(0, FUZZ_MESSAGES);
}
