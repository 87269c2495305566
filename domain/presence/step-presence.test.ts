import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeHistory, SILENT_AFTER_MS } from './device-history.fixtures';
import type { KnownPresence } from './known-presence';
import type { LifecycleEvent } from './lifecycle-event';
import { type PresenceInput, stepPresence } from './step-presence';

const MINUTE = 60_000;
const START = Date.parse('2025-10-09T09:00:00Z');

const connection = (overrides: Partial<LifecycleEvent> = {}): PresenceInput => ({
  kind: 'lifecycle',
  event: {
    thingName: 'esp-1',
    eventType: 'connected',
    at: START,
    sessionIdentifier: 's1',
    versionNumber: 5,
    disconnectReason: overrides.eventType === 'disconnected' ? 'CONNECTION_LOST' : null,
    clientInitiated: false,
    ...overrides,
  },
});
const ended = (at: number) => connection({ eventType: 'disconnected', at });
const heard = (receivedAt: number): PresenceInput => ({ kind: 'heard', thingName: 'esp-1', receivedAt });
const clock = (nowMs: number): PresenceInput => ({ kind: 'clock', nowMs, silentAfterMs: SILENT_AFTER_MS });
type Step = typeof stepPresence;
const apply = (inputs: readonly PresenceInput[], step: Step = stepPresence) =>
  inputs.reduce<KnownPresence | null>((known, input) => step(known, input).next ?? known, null);
const stateOf = (...inputs: PresenceInput[]) => {
  const { presence, since, reason } = apply(inputs)?.state ?? { presence: 'unknown', since: 0, reason: '' };
  return [presence, (since - START) / MINUTE, reason];
};

describe('a thing', () => {
  it.each([
    ['connects', [connection()], ['online', 0, 'connected']],
    ['disconnects', [connection(), ended(START + MINUTE)], ['offline', 1, 'CONNECTION_LOST']],
    ['is only heard', [heard(START)], ['online', 0, 'heard']],
    ['is only heard and falls silent', [heard(START), clock(START + 10 * MINUTE)], ['stale', 10, 'silent']],
    ['is connected and silent', [connection(), clock(START + 11 * MINUTE)], ['stale', 10, 'silent']],
    ['is silent for less than its limit', [connection(), clock(START + 9 * MINUTE)], ['online', 0, 'connected']],
    [
      'is heard while connected',
      [connection(), heard(START + 5 * MINUTE), clock(START + 14 * MINUTE)],
      ['online', 0, 'connected'],
    ],
    [
      'is heard again after a silence',
      [connection(), clock(START + 10 * MINUTE), heard(START + 12 * MINUTE)],
      ['online', 12, 'heard'],
    ],
    [
      'is heard within two minutes after its end',
      [ended(START), heard(START + 2 * MINUTE)],
      ['offline', 0, 'CONNECTION_LOST'],
    ],
    ['is heard more than two minutes after its end', [ended(START), heard(START + 3 * MINUTE)], ['online', 3, 'heard']],
    [
      'is heard later than its end, and the end comes late',
      [heard(START + 3 * MINUTE), ended(START)],
      ['online', 3, 'heard'],
    ],
    [
      'ends after it was heard, without ever having begun',
      [heard(START), ended(START + MINUTE)],
      ['offline', 1, 'CONNECTION_LOST'],
    ],
    [
      'is stale, and its end comes at last (fact 4)',
      [connection(), clock(START + 10 * MINUTE), ended(START + 15 * MINUTE)],
      ['offline', 15, 'CONNECTION_LOST'],
    ],
    [
      'is stale by evidence, and an old end comes late',
      [heard(START + 3 * MINUTE), clock(START + 14 * MINUTE), ended(START)],
      ['stale', 13, 'silent'],
    ],
    ['is offline for long', [ended(START), clock(START + 600 * MINUTE)], ['offline', 0, 'CONNECTION_LOST']],
  ] as const)('that %s', (_title, inputs, expected) => {
    expect(stateOf(...inputs)).toEqual(expected);
  });

  it('has a later beginning with every state of one connection, so that none can be taken for an older one', () => {
    const silent = apply([connection(), clock(START + 10 * MINUTE)]);
    const again = stepPresence(silent, heard(START + 10 * MINUTE - 5)).next;
    expect(again?.state.presence).toBe('online');
    expect(again?.state.since).toBeGreaterThan(silent?.state.since ?? Number.POSITIVE_INFINITY);
  });
});

describe('over 100,000 histories with shuffles, duplicates, losses and restarts of the numbers (facts 1, 3, 4, 34)', () => {
  const RUNS = 100_000;
  const holds = (step: Step) =>
    fc.check(
      fc.property(fc.noShrink(fc.integer()), (seed) => {
        const { arrivals, truth } = makeHistory(seed);
        return apply(arrivals, step)?.state.presence === truth;
      }),
      { numRuns: RUNS, seed: 1 },
    );

  it('the state is the true one once the last of each kind has arrived', { timeout: 60_000 }, () => {
    const result = holds(stepPresence);
    expect(result.failed, JSON.stringify(makeHistory(result.counterexample?.[0] ?? 0), null, 1)).toBe(false);
    expect(result.numRuns).toBe(RUNS);
  });

  it('they hold every true state and every kind of difficulty', () => {
    const made = Array.from({ length: 2000 }, (_, seed) => makeHistory(seed));
    const share = (of: (history: (typeof made)[number]) => boolean) => made.filter(of).length / made.length;
    const events = ({ arrivals }: (typeof made)[number]) =>
      arrivals.flatMap((input) => (input.kind === 'lifecycle' ? [input.event] : []));
    for (const truth of ['online', 'offline', 'stale']) expect(share((h) => h.truth === truth)).toBeGreaterThan(0.15);
    expect(share((h) => events(h).some(({ versionNumber }) => versionNumber === 0))).toBeGreaterThan(0.2);
    expect(
      share((h) => events(h).some(({ disconnectReason }) => disconnectReason === 'DUPLICATE_CLIENTID')),
    ).toBeGreaterThan(0.02);
    // By evidence alone: it is there, and no event of its last connection has come.
    expect(
      share((h) => h.truth !== 'offline' && !events(h).some(({ eventType }) => eventType === 'connected')),
    ).toBeGreaterThan(0.005);
  });

  const force =
    (step: Step, change: (known: KnownPresence, input: PresenceInput) => KnownPresence | null): Step =>
    (known, input) => {
      const changed = known && change(known, input);
      return changed ? step(null, input) : step(known, input);
    };
  it.each<[string, Step]>([
    [
      'the newer version wins',
      force(stepPresence, (known, input) =>
        input.kind === 'lifecycle' && input.event.versionNumber > known.state.versionNumber ? known : null,
      ),
    ],
    ['the last to arrive wins', force(stepPresence, (known, input) => (input.kind === 'lifecycle' ? known : null))],
    [
      'any reading overrides a disconnection',
      (known, input) => {
        const result = stepPresence(known, input);
        const { next } = result;
        if (input.kind !== 'heard' || next?.state.presence !== 'offline') return result;
        return { ...result, next: { ...next, state: { ...next.state, presence: 'online' } } };
      },
    ],
    [
      'a takeover is a disconnection',
      (known, input) =>
        stepPresence(
          known,
          input.kind === 'lifecycle' && input.event.disconnectReason === 'DUPLICATE_CLIENTID'
            ? { kind: 'lifecycle', event: { ...input.event, disconnectReason: 'CONNECTION_LOST', versionNumber: 9999 } }
            : input,
        ),
    ],
    [
      'readings are not heard',
      (known, input) => (input.kind === 'heard' ? { reason: 'heardBefore', next: null } : stepPresence(known, input)),
    ],
    [
      'silence says nothing',
      (known, input) => (input.kind === 'clock' ? { reason: 'notSilent', next: null } : stepPresence(known, input)),
    ],
  ])('the property does not hold when %s', (_title, broken) => {
    expect(holds(broken).failed).toBe(true);
  });
});
