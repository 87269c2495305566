// Changing a shadow.
import { applyChange, deltaOf, isObject, SECTIONS, type Sections, type Shadow, timesOf } from './shadow-document';
import { type ShadowRefusal, TOO_LARGE, VERSION_CONFLICT } from './shadow-refusal';
import { SHADOW_BYTES, type UpdateRequest } from './shadow-request';

export type UpdateResult =
  | {
      ok: true;
      shadow: Shadow;
      /** Body of `update/accepted`: the request's own values and their times. */
      accepted: object;
      /** Body of `update/documents`: the shadow before and after. */
      documents: object;
      /** Body of `update/delta`; null when nothing desired is left to be reported. */
      delta: object | null;
    }
  | { ok: false; refusal: ShadowRefusal };

/** Returns the shadow after the update and what is said about it. Without a shadow, one is made. */
export function updateShadow(previous: Shadow | undefined, request: UpdateRequest, nowMs: number): UpdateResult {
  const timestamp = Math.floor(nowMs / 1000);
  const before: Shadow = previous ?? { state: {}, metadata: {}, version: 0, isDeleted: true };
  if (request.version !== undefined && request.version !== before.version) {
    return { ok: false, refusal: VERSION_CONFLICT };
  }
  const shadow: Shadow = {
    ...changed(before, request.change, timestamp),
    version: before.version + 1,
    isDeleted: false,
  };
  // Metadata does not count (AWS IoT Core: Device Shadow service documents).
  if (Buffer.byteLength(JSON.stringify(shadow.state)) > SHADOW_BYTES) return { ok: false, refusal: TOO_LARGE };
  const token = request.clientToken === undefined ? {} : { clientToken: request.clientToken };
  const common = { version: shadow.version, timestamp, ...token };
  const delta = deltaOf(shadow);
  return {
    ok: true,
    shadow,
    accepted: { state: request.change, metadata: timesOfChange(request.change, timestamp), ...common },
    documents: { previous: documentOf(before), current: documentOf(shadow), timestamp, ...token },
    delta: delta && { ...delta, ...common },
  };
}

function changed(
  before: Shadow,
  change: UpdateRequest['change'],
  timestamp: number,
): Pick<Shadow, 'state' | 'metadata'> {
  const state: Sections = { ...before.state };
  const metadata: Sections = { ...before.metadata };
  for (const section of SECTIONS) {
    const wanted = change[section];
    if (wanted === undefined) continue;
    const applied = wanted && applyChange(state[section] ?? {}, metadata[section] ?? {}, wanted, timestamp);
    // A shadow has a section only while that has a value.
    if (applied && Object.keys(applied.state).length > 0) {
      state[section] = applied.state;
      metadata[section] = applied.metadata;
    } else {
      delete state[section];
      delete metadata[section];
    }
  }
  return { state, metadata };
}

function timesOfChange(change: UpdateRequest['change'], timestamp: number): object {
  return Object.fromEntries(
    SECTIONS.flatMap((section) => {
      const wanted = change[section];
      if (wanted === undefined) return [];
      return [[section, isObject(wanted) ? timesOf(wanted, timestamp) : { timestamp }]];
    }),
  );
}

function documentOf({ state, metadata, version }: Shadow): object {
  return { state, metadata, version };
}
