// DevicePresence as core-status stores it: what the API shows, and its own notes beside it.
import { randomUUID } from 'node:crypto';
import { dueShard } from '../../../domain/presence/due-shard';
import type { KnownPresence } from '../../../domain/presence/known-presence';
import { parseDevicePresenceRow } from '../../../domain/presence/parse-device-presence-row';
import { modelAttributes } from '../shared/table-row';
import type { StoredPresence } from './ports';

/** Returns the row at `nowMs`, with a revision of its own. Without a time to look at it, it is in no index. */
export function presenceRow(
  { state, heardAt }: KnownPresence,
  lookAt: number | null,
  nowMs: number,
): Record<string, unknown> {
  return {
    ...state,
    ...(heardAt === null ? {} : { heardAt }),
    ...(lookAt === null ? {} : { dueAt: lookAt, dueShard: dueShard(state.thingName) }),
    revision: randomUUID(),
    ...modelAttributes('DevicePresence', nowMs),
  };
}

/** Returns what a row holds, or undefined when it is no row of this table. */
export function parseStoredPresence(row: Record<string, unknown>): StoredPresence | undefined {
  const state = parseDevicePresenceRow(row);
  if (!state) return undefined;
  return {
    state,
    heardAt: typeof row.heardAt === 'number' ? row.heardAt : null,
    lookAt: typeof row.dueAt === 'number' ? row.dueAt : null,
    revision: typeof row.revision === 'string' ? row.revision : null,
  };
}
