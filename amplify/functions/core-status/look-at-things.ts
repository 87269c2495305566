// Looking at things with fresh knowledge of their readings and their limits.
import type { DevicePresence, Presence } from '../../../domain/presence/device-presence';
import type { PresenceInput } from '../../../domain/presence/step-presence';
import { nextLookAt, silentAfterMs } from '../../../domain/presence/when-to-look';
import type { DeviceEvent } from '../../../domain/timeline/device-event';
import type { Log } from '../shared/logger';
import type { StoredPresence, SweepStore } from './ports';
import { settlePresence } from './settle-presence';

/** A state that changed, and the line of the timeline that says so. */
export interface Transition {
  state: DevicePresence;
  line: DeviceEvent;
}

interface LookPorts {
  store: SweepStore;
  log: Log;
  now: () => number;
}

type LineOf = (state: DevicePresence, was: Presence) => DeviceEvent;

/**
 * Looks at things, each given by its row, because it is due, or by its name alone. Returns the states that changed, each
 * with its line by `lineOf`, and how many could not be settled. Who becomes stale is looked at once more after that is
 * stored: a reading that was stored meanwhile found the thing online and told nobody
 * (docs/decisions/005-who-decides-presence.md).
 */
export async function lookAtThings(
  things: readonly (StoredPresence | string)[],
  ports: LookPorts,
  lineOf: LineOf,
): Promise<{ transitions: Transition[]; failed: number }> {
  if (things.length === 0) return { transitions: [], failed: 0 };
  const terms = await ports.store.termsOf(things.map(nameOf));
  const limitOf = (thingName: string) => silentAfterMs(terms.get(thingName)?.expectedIntervalMs ?? null);
  const first = await settleAll(things, limitOf, ports, lineOf);
  const silent = first.changed.filter(({ state }) => state.presence === 'stale');
  const again = await settleAll(
    silent.map(({ state }) => state.thingName),
    limitOf,
    ports,
    lineOf,
  );
  return { transitions: [...first.changed, ...again.changed], failed: first.failed + again.failed };
}

const nameOf = (thing: StoredPresence | string) => (typeof thing === 'string' ? thing : thing.state.thingName);

async function settleAll(
  things: readonly (StoredPresence | string)[],
  limitOf: (thingName: string) => number,
  { store, now, log }: LookPorts,
  lineOf: LineOf,
): Promise<{ changed: Transition[]; failed: number }> {
  if (things.length === 0) return { changed: [], failed: 0 };
  const heardAt = await store.heardAt(things.map(nameOf));
  const nowMs = now();
  const outcomes = await Promise.all(
    things.map(async (thing): Promise<Transition | 'failed' | null> => {
      const thingName = nameOf(thing);
      const limitMs = limitOf(thingName);
      const receivedAt = heardAt.get(thingName);
      const inputs: PresenceInput[] = [
        ...(receivedAt === undefined ? [] : [{ kind: 'heard' as const, thingName, receivedAt }]),
        { kind: 'clock', nowMs, silentAfterMs: limitMs },
      ];
      const seen = typeof thing === 'string' ? undefined : thing;
      try {
        const lookAt = (known: Parameters<typeof nextLookAt>[0]) => nextLookAt(known, limitMs, nowMs);
        const { before, changed } = await settlePresence(thingName, inputs, lookAt, store, seen);
        if (!changed) return null;
        const line = lineOf(changed, before?.presence ?? 'unknown');
        // The state holds whether or not its line can be written; who is told of it must not depend on that.
        const lineFailed = (error: unknown) => log.error('A line of a timeline could not be written.', error);
        await store.putEvent(line).catch(lineFailed);
        return { state: changed, line };
      } catch (error) {
        log.error('A thing could not be settled; it is looked at again.', error);
        return 'failed';
      }
    }),
  );
  const changed = outcomes.filter((outcome) => outcome !== null && outcome !== 'failed');
  return { changed, failed: outcomes.filter((outcome) => outcome === 'failed').length };
}
