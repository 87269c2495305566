// True histories of a device, and what of them arrives: late, twice, in any order, or not at all.
import type { LifecycleEvent } from './lifecycle-event';
import type { PresenceInput } from './step-presence';

const MINUTE = 60_000;
export const SILENT_AFTER_MS = 10 * MINUTE;

/** What arrives of a history, in the order of arrival, and the state that is true when the last of it has arrived. */
export interface DeviceHistory {
  arrivals: PresenceInput[];
  endMs: number;
  truth: 'online' | 'offline' | 'stale';
}

/** Returns a small generator of numbers in [0, 1) (mulberry32): the same seed, the same history, on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Makes one history from a seed: one to six connections, with readings, takeovers, skipped and restarted version numbers,
 * and broker's times that are up to a minute off. The last event of each connection arrives, and so does the last
 * reading; anything else may be lost. The last connection may be there still, with its beginning lost when readings tell.
 */
export function makeHistory(seed: number): DeviceHistory {
  const random = randomFrom(seed);
  const between = (min: number, max: number) => min + Math.floor(random() * (max - min + 1));
  const chance = (of: number) => random() < of;
  const sure: PresenceInput[] = [];
  const perhaps: PresenceInput[] = [];
  const readings: number[] = [];
  const connections = between(1, 6);
  const stillThere = chance(0.5);
  let clock = Date.parse('2025-10-09T09:00:00Z');
  let version = 0;
  let pauseMs = 0;
  for (let i = 0; i < connections; i++) {
    const isLast = i === connections - 1;
    version = pauseMs > 60 * MINUTE ? 0 : version + between(1, 3);
    const connection = { sessionIdentifier: `s${between(0, 999)}-${i}`, versionNumber: version };
    const told = (eventType: LifecycleEvent['eventType'], disconnectReason: string | null = null): PresenceInput => ({
      kind: 'lifecycle',
      event: {
        thingName: 'esp-1',
        eventType,
        at: clock + between(-MINUTE, MINUTE),
        ...connection,
        disconnectReason,
        clientInitiated: false,
      },
    });
    const beginning = told('connected');
    const lastsMs = chance(0.5) ? between(0, 3 * MINUTE) : between(0, 300 * MINUTE);
    const reports = chance(0.7);
    for (let n = between(1, 5); reports && n > 0; n--) readings.push(clock + Math.floor(random() * lastsMs));
    clock += lastsMs;
    pauseMs = chance(0.6) ? between(0, 20 * MINUTE) : between(75 * MINUTE, 600 * MINUTE);
    if (isLast && stillThere) {
      // A reading long after everything else proves the connection, should its beginning be lost.
      const proven = lastsMs > 10 * MINUTE && reports;
      if (proven) readings.push(clock);
      (proven && chance(0.3) ? perhaps : sure).push(beginning);
      break;
    }
    perhaps.push(beginning);
    const takenOver = !isLast && pauseMs < MINUTE && chance(0.5);
    sure.push(told('disconnected', takenOver ? 'DUPLICATE_CLIENTID' : 'CONNECTION_LOST'));
    clock += pauseMs;
  }
  readings.sort((a, b) => a - b);
  const heard = readings.map((receivedAt): PresenceInput => ({ kind: 'heard', thingName: 'esp-1', receivedAt }));
  sure.push(...heard.slice(-1));
  perhaps.push(...heard.slice(0, -1));
  const silent = chance(0.5);
  const lastEvent = sure.concat(perhaps).reduce((last, input) => Math.max(last, timeOf(input)), 0);
  const endMs = lastEvent + (silent ? SILENT_AFTER_MS + 3 * MINUTE : 2 * MINUTE);
  const kept = [...sure, ...perhaps.filter(() => chance(0.6))];
  const arrivals = [...kept, ...kept.filter(() => chance(0.3))];
  for (let n = between(0, 3); n > 0; n--) {
    // Somebody looks meanwhile, at any time of the history.
    arrivals.push({ kind: 'clock', nowMs: endMs - between(0, 60 * MINUTE), silentAfterMs: SILENT_AFTER_MS });
  }
  for (let i = arrivals.length - 1; i > 0; i--) {
    const j = between(0, i);
    [arrivals[i], arrivals[j]] = [arrivals[j] as PresenceInput, arrivals[i] as PresenceInput];
  }
  arrivals.push({ kind: 'clock', nowMs: endMs, silentAfterMs: SILENT_AFTER_MS });
  if (!stillThere) return { arrivals, endMs, truth: 'offline' };
  return { arrivals, endMs, truth: silent ? 'stale' : 'online' };
}

function timeOf(input: PresenceInput): number {
  if (input.kind === 'lifecycle') return input.event.at;
  return input.kind === 'heard' ? input.receivedAt : input.nowMs;
}
