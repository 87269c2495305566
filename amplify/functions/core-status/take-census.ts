// The verb of presence-census: one pass over everything counts the fleet and puts right what no event would.
import { describeRepair } from '../../../domain/presence/describe-transition';
import type { Presence } from '../../../domain/presence/device-presence';
import { countPresence, MOST_REPAIRED_NAMED } from '../../../domain/presence/presence-count';
import { gatewayOf } from '../../../domain/telemetry/thing-names';
import type { PresencePorts } from './apply-presence-messages';
import { lookAtThings } from './look-at-things';
import type { CensusStore, StoredPresence } from './ports';
import { tellAll } from './tell-news';

export interface CensusPorts extends PresencePorts {
  store: CensusStore;
}

/** What a run found. `overdue`: things that the sweep should have looked at. `repaired`: whose state was wrong. */
export interface CensusSummary extends Record<Presence, number> {
  overdue: number;
  repaired: number;
  failed: number;
}

// The sweep looks every minute: what has been due for this long, it does not see.
const OVERDUE_AFTER_MS = 10 * 60_000;
const AT_A_TIME = 100;

/**
 * Counts all things by presence for the moment `at` (epoch ms), and looks at those that nobody else looks at: online things
 * that are due for ten minutes or not due at all. With `withReadings` it also looks at everything that is not online, in
 * case readings come that nobody told of. Whatever turns out to be wrong is stored, written to the timeline, counted, told
 * and logged.
 */
export async function takeCensus(
  { at, withReadings }: { at: number; withReadings: boolean },
  ports: CensusPorts,
): Promise<CensusSummary> {
  const { store, now, log } = ports;
  const presences = new Map<string, Presence>();
  const overdue: string[] = [];
  for await (const page of store.presences()) {
    for (const { thingName, presence, lookAt } of page) {
      presences.set(thingName, presence);
      if (presence === 'online' && (lookAt ?? 0) < now() - OVERDUE_AFTER_MS) overdue.push(thingName);
    }
  }
  const registered: string[] = [];
  for await (const page of store.registered()) registered.push(...page);
  const counts = countPresence(presences, registered);
  const count = { at, ...counts, repaired: 0, repairedThings: [] };
  // Before anything is put right: the count must not depend on that.
  await store.putCount(count);

  const absent = registered.filter((thingName) => gatewayOf(thingName) === null && !presences.has(thingName));
  const away = [...presences].filter(([, presence]) => presence !== 'online').map(([thingName]) => thingName);
  const rows = (await Promise.all(overdue.map((thingName) => store.read(thingName)))).filter((row) => row !== null);
  const { repairedThings, failed } = await repair([...rows, ...(withReadings ? [...away, ...absent] : [])], ports);
  const repaired = repairedThings.length;
  if (repaired > 0) {
    log.warn('The presence of things was put right.', { repaired });
    await store.putCount({ ...count, repaired, repairedThings: repairedThings.slice(0, MOST_REPAIRED_NAMED) });
  }
  return { ...counts, overdue: overdue.length, repaired, failed };
}

async function repair(
  things: readonly (StoredPresence | string)[],
  ports: CensusPorts,
): Promise<{ repairedThings: string[]; failed: number }> {
  const repaired = new Set<string>();
  let failed = 0;
  for (let i = 0; i < things.length; i += AT_A_TIME) {
    const looked = await lookAtThings(things.slice(i, i + AT_A_TIME), ports, (state, was) =>
      describeRepair(state, was, ports.now()),
    );
    for (const { state } of looked.transitions) repaired.add(state.thingName);
    failed += looked.failed;
    await tellAll(looked.transitions, ports);
  }
  return { repairedThings: [...repaired], failed };
}
