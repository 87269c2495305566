import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decidePresence } from './decide-presence';
import type { DevicePresence } from './device-presence';
import type { LifecycleEvent } from './lifecycle-event';

const MINUTE = 60_000;
const START = Date.parse('2025-10-09T09:00:00Z');

const event = (overrides: Partial<LifecycleEvent>): LifecycleEvent => ({
  thingName: 'esp-1',
  eventType: 'connected',
  at: START,
  sessionIdentifier: 's1',
  versionNumber: 5,
  disconnectReason: overrides.eventType === 'disconnected' ? 'CONNECTION_LOST' : null,
  clientInitiated: false,
  ...overrides,
});
const apply = (events: readonly LifecycleEvent[], decide: typeof decidePresence = decidePresence) =>
  events.reduce<DevicePresence | null>((state, next) => decide(state, next).next ?? state, null);

describe('decidePresence', () => {
  const connected = apply([event({})]);
  const gone = apply([event({ eventType: 'disconnected', at: START + MINUTE })]);
  it.each([
    ['the first event', null, event({}), 'connected'],
    ['an event told twice', connected, event({}), 'duplicate'],
    ['the end of the connection', connected, event({ eventType: 'disconnected', at: START + MINUTE }), 'disconnected'],
    [
      'an end hours after its beginning',
      connected,
      event({ eventType: 'disconnected', at: START + 5e7 }),
      'disconnected',
    ],
    ['a beginning after its end', gone, event({}), 'connectionOver'],
    ['a newer connection', gone, event({ versionNumber: 7, sessionIdentifier: 's2', at: START + 2e4 }), 'connected'],
    ['an older connection', connected, event({ versionNumber: 4, sessionIdentifier: 's0', at: START + 1000 }), 'older'],
    [
      'the end of a connection that was taken over, before the newer one is known',
      connected,
      event({ eventType: 'disconnected', disconnectReason: 'DUPLICATE_CLIENTID', at: START + MINUTE }),
      'replaced',
    ],
    [
      'a connection after the numbers restarted',
      gone,
      event({ versionNumber: 0, sessionIdentifier: 's2', at: START + 62 * MINUTE }),
      'connected',
    ],
    [
      'an old event of before the numbers restarted',
      apply([event({ versionNumber: 0, at: START + 100 * MINUTE })]),
      event({ eventType: 'disconnected', versionNumber: 5, sessionIdentifier: 's0', at: START + 3 * MINUTE }),
      'older',
    ],
  ])('names the reason for %s', (_title, previous, next, reason) => {
    expect(decidePresence(previous, next).reason).toBe(reason);
  });
});

/** A device's true history: connections one after another, each with its end unless it is the last and still there. */
const history = fc
  .array(
    fc.record({
      offlineMs: fc.oneof(
        fc.integer({ min: 0, max: 20 * MINUTE }),
        fc.integer({ min: 75 * MINUTE, max: 600 * MINUTE }),
      ),
      onlineMs: fc.oneof(fc.integer({ min: 0, max: 3 * MINUTE }), fc.integer({ min: 0, max: 900 * MINUTE })),
      skipped: fc.nat(2),
      takenOver: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .chain((connections) =>
    fc.tuple(fc.constant(connections), fc.boolean(), fc.infiniteStream(fc.integer({ min: -MINUTE, max: MINUTE }))),
  )
  .map(([connections, stillThere, skew]) => {
    let clock = START;
    let version = 0;
    const told: { events: LifecycleEvent[]; isLast: boolean }[] = [];
    connections.forEach((connection, i) => {
      const isLast = i === connections.length - 1;
      const next = connections[i + 1];
      clock += connection.offlineMs;
      version = connection.offlineMs > 60 * MINUTE ? 0 : version + 1 + connection.skipped;
      const ids = { sessionIdentifier: `s${(i * 7919) % 1000}-${i}`, versionNumber: version };
      const at = () => clock + (skew.next().value as number);
      const events = [event({ ...ids, at: at() })];
      clock += connection.onlineMs;
      if (!isLast || !stillThere) {
        const takenOver = !isLast && connection.takenOver && (next?.offlineMs ?? 0) < MINUTE;
        const disconnectReason = takenOver ? 'DUPLICATE_CLIENTID' : 'CONNECTION_LOST';
        events.push(event({ ...ids, eventType: 'disconnected', at: at(), disconnectReason }));
      }
      told.push({ events, isLast });
    });
    return { told, truth: stillThere ? 'online' : 'offline' };
  });

/** What arrives: the last event of each connection surely, the others perhaps; some twice; in any order. */
const arrivals = history.chain(({ told, truth }) => {
  const sure = told.flatMap(({ events }) => events.slice(-1));
  const perhaps = told.flatMap(({ events }) => events.slice(0, -1));
  return fc
    .tuple(fc.subarray(perhaps), fc.subarray([...sure, ...perhaps]))
    .chain(([kept, twice]) => {
      const all = [...sure, ...kept, ...twice];
      return fc.shuffledSubarray(all, { minLength: all.length });
    })
    .map((events) => ({ events, truth }));
});

describe('whatever the order and repetition, and across restarts of the numbers (facts 1, 34)', () => {
  const holds = (decide: typeof decidePresence) =>
    fc.check(
      fc.property(arrivals, ({ events, truth }) => apply(events, decide)?.presence === truth),
      { numRuns: 2000, seed: 1 },
    );

  it('ends in the true state once the last event of each connection arrived', () => {
    const result = holds(decidePresence);
    expect(result.failed, JSON.stringify(result.counterexample)).toBe(false);
  });

  it('is a property that "the newer version wins" does not have', () => {
    const naive: typeof decidePresence = (previous, next) =>
      previous && next.versionNumber < previous.versionNumber
        ? { reason: 'older', next: null }
        : decidePresence(null, { ...next, disconnectReason: 'CONNECTION_LOST' });
    expect(holds(naive).failed).toBe(true);
  });

  it('is a property that "the last to arrive wins" does not have', () => {
    expect(holds((_previous, next) => decidePresence(null, next)).failed).toBe(true);
  });
});
