// What every adapter makes of its payload shape, before time and identity are settled.
import type { PayloadProblem } from '../payload-problem';
import type { Metrics } from '../telemetry-sample';

/** One reading as its payload told it. `ownId` and `ownTime` are unparsed, undefined when the payload has none. */
export interface AdaptedReading {
  /** The thing that was measured. */
  thingName: string;
  metrics: Metrics;
  ownId: unknown;
  ownTime: unknown;
}

/** A reading, or why there is none. */
export type Adapted = { ok: true; reading: AdaptedReading } | { ok: false; problem: PayloadProblem };

/** A JSON object whose keys may be hostile: read it with `ownValue` only. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Returns an object's own value, so that `constructor` and its like are not found where nobody sent them. */
export function ownValue(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Returns the first of several keys' values that is neither missing nor null. */
export function firstOf(object: JsonObject, keys: readonly string[]): unknown {
  for (const key of keys) {
    const value = ownValue(object, key);
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

/** Says whether a JSON value is an object (not null, not a list). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
