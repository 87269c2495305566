// Read, decide, write: the presence of one thing, by several invocations at a time.
import type { DevicePresence } from '../../../domain/presence/device-presence';
import type { KnownPresence } from '../../../domain/presence/known-presence';
import { type PresenceInput, type StepReason, stepPresence } from '../../../domain/presence/step-presence';
import type { PresenceStore, StoredPresence } from './ports';

/** What came of it. `changed` is the state if it is another one than before; `reasons` are those of the inputs. */
export interface SettledPresence {
  before: DevicePresence | null;
  after: KnownPresence | null;
  changed: DevicePresence | null;
  reasons: StepReason[];
}

const MAX_ATTEMPTS = 8;

/**
 * Moves a thing's presence by `inputs`, on fresh knowledge, until nobody else changes it meanwhile. `lookAt` says when to
 * look at the new state again. `seen` is a state to begin with in place of reading; with it, the thing is looked at
 * because it is due, so its row is written even if nothing else changes, and a row that is gone stays gone. Throws when
 * the state keeps changing.
 */
export async function settlePresence(
  thingName: string,
  inputs: readonly PresenceInput[],
  lookAt: (known: KnownPresence) => number | null,
  store: Pick<PresenceStore, 'read' | 'replace'>,
  seen?: StoredPresence,
): Promise<SettledPresence> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const stored = attempt === 1 && seen ? seen : await store.read(thingName);
    const before = stored?.state ?? null;
    if (seen && !stored) return { before, after: null, changed: null, reasons: [] };
    const steps = inputs.reduce<{ known: KnownPresence | null; reasons: StepReason[] }>(
      ({ known, reasons }, input) => {
        const { reason, next } = stepPresence(known, input);
        return { known: next ?? known, reasons: [...reasons, reason] };
      },
      { known: stored, reasons: [] },
    );
    const { known: after, reasons } = steps;
    const settled = { before, after, changed: after && after.state !== before ? after.state : null, reasons };
    if (!after || (after === stored && !seen)) return settled;
    if (await store.replace(stored, after, lookAt(after))) return settled;
  }
  throw new Error(`The state of ${thingName} kept changing; gave up after ${MAX_ATTEMPTS} attempts.`);
}
