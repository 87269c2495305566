// A shadow's state with its metadata, and what an update makes of it (AWS IoT Core: Device Shadow service documents).

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

/** One side of a shadow. */
export const SECTIONS = ['desired', 'reported'] as const;
export type Section = (typeof SECTIONS)[number];

/** State, or the metadata of a state: a side that has nothing is left out. */
export type Sections = { [Name in Section]?: JsonObject };

/** A shadow as it is kept. Metadata mirrors the state: each value's place holds `{ timestamp }` in epoch seconds. */
export interface Shadow {
  state: Sections;
  metadata: Sections;
  /** Grows by one with each update, also past a deletion. */
  version: number;
  /** A deleted shadow leaves its version behind. */
  isDeleted: boolean;
}

/** Says whether the value is an object and no array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Returns `state` and `metadata` with `change` applied to both: objects merge, null removes, and any other value, arrays
 * too, replaces what was there. What the change leaves alone keeps its time.
 */
export function applyChange(
  state: JsonObject,
  metadata: JsonObject,
  change: JsonObject,
  timestamp: number,
): { state: JsonObject; metadata: JsonObject } {
  const nextState = new Map(Object.entries(state));
  const nextMetadata = new Map(Object.entries(metadata));
  for (const [name, value] of Object.entries(change)) {
    if (value === null) {
      nextState.delete(name);
      nextMetadata.delete(name);
    } else if (isObject(value)) {
      const [before, beforeMetadata] = [nextState.get(name), nextMetadata.get(name)];
      const isMerged = isObject(before) && isObject(beforeMetadata);
      const merged = applyChange(isMerged ? before : {}, isMerged ? beforeMetadata : {}, value, timestamp);
      nextState.set(name, merged.state);
      nextMetadata.set(name, merged.metadata);
    } else {
      nextState.set(name, value);
      nextMetadata.set(name, timesOf(value, timestamp));
    }
  }
  // fromEntries defines own properties, so a property called __proto__ stays one.
  return { state: Object.fromEntries(nextState), metadata: Object.fromEntries(nextMetadata) };
}

/** Returns the metadata of a value that was set at `timestamp`: an array's elements have a time each. */
export function timesOf(value: Json, timestamp: number): Json {
  if (Array.isArray(value)) return value.map((element) => timesOf(element, timestamp));
  if (!isObject(value)) return { timestamp };
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, timesOf(inner, timestamp)]));
}

/** What is desired and not reported. */
export interface Delta {
  state: JsonObject;
  metadata: JsonObject;
}

/** Returns the part of `desired` that `reported` does not equal, with its metadata, or null when there is none. */
export function deltaOf({ state, metadata }: Pick<Shadow, 'state' | 'metadata'>): Delta | null {
  const { desired, reported } = state;
  return desired ? difference(desired, reported ?? {}, metadata.desired ?? {}) : null;
}

function difference(desired: JsonObject, reported: JsonObject, times: JsonObject): Delta | null {
  const state: [string, Json][] = [];
  const metadata: [string, Json][] = [];
  for (const [name, wanted] of Object.entries(desired)) {
    const actual = Object.hasOwn(reported, name) ? reported[name] : undefined;
    const time = Object.hasOwn(times, name) ? (times[name] ?? {}) : {};
    if (isObject(wanted) && isObject(actual)) {
      const inner = difference(wanted, actual, isObject(time) ? time : {});
      if (!inner) continue;
      state.push([name, inner.state]);
      metadata.push([name, inner.metadata]);
    } else if (actual === undefined || !equals(wanted, actual)) {
      state.push([name, wanted]);
      metadata.push([name, time]);
    }
  }
  return state.length === 0 ? null : { state: Object.fromEntries(state), metadata: Object.fromEntries(metadata) };
}

function equals(left: Json, right: Json): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((element, at) => equals(element, right[at] ?? null));
  }
  if (isObject(left) && isObject(right)) {
    const names = Object.keys(left);
    return (
      names.length === Object.keys(right).length &&
      names.every((name) => Object.hasOwn(right, name) && equals(left[name] ?? null, right[name] ?? null))
    );
  }
  return left === right;
}
