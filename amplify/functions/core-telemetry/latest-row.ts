// DeviceLatest as core-telemetry stores it: what the API shows, and its own notes beside it.
import { randomUUID } from 'node:crypto';
import { parseDeviceLatestRow } from '../../../domain/telemetry/parse-device-latest-row';
import { encodeRecent } from '../../../domain/telemetry/recent-text';
import { modelAttributes } from '../shared/table-row';
import type { LatestWrite, StoredLatest } from './ports';

/** Returns the row of a write at `nowMs`, with a revision of its own. */
export function latestRow({ latest, previous, awakeSince }: LatestWrite, nowMs: number): Record<string, unknown> {
  const { children = [], registeredChildren = [] } = previous ?? {};
  const attributes = modelAttributes('DeviceLatest', nowMs);
  return {
    ...latest,
    metrics: Object.fromEntries(
      Object.entries(latest.metrics).map(([name, { value, observedAt }]) => [name, { value, observedAt }]),
    ),
    recent: encodeRecent(latest.metrics),
    awakeSince,
    revision: randomUUID(),
    // DynamoDB has no empty sets.
    ...(children.length > 0 ? { children: new Set(children) } : {}),
    ...(registeredChildren.length > 0 ? { registeredChildren: new Set(registeredChildren) } : {}),
    ...attributes,
    createdAt: previous?.createdAt ?? attributes.createdAt,
  };
}

/** Returns what a row holds, or undefined when it is no row of this table. */
export function parseStoredLatest(row: Record<string, unknown>): StoredLatest | undefined {
  const latest = parseDeviceLatestRow(row);
  if (!latest) return undefined;
  return {
    latest,
    createdAt: String(row.createdAt ?? new Date(latest.receivedAt).toISOString()),
    revision: typeof row.revision === 'string' ? row.revision : null,
    awakeSince: typeof row.awakeSince === 'number' ? row.awakeSince : 0,
    children: namesIn(row.children),
    registeredChildren: namesIn(row.registeredChildren),
  };
}

const namesIn = (value: unknown) => (value instanceof Set ? [...value].map(String) : []);
