// Getting, updating and deleting a shadow: the documentation's own examples, then what holds for any history of updates.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deleteShadow } from './delete-shadow';
import { getShadow } from './get-shadow';
import type { Json, JsonObject, Shadow } from './shadow-document';
import { deltaOf, timesOf } from './shadow-document';
import type { UpdateRequest } from './shadow-request';
import { updateShadow } from './update-shadow';

const AT = 1_591_141_596_000;
const timestamp = AT / 1000;
const request = (change: UpdateRequest['change'], more: Partial<UpdateRequest> = {}): UpdateRequest => ({
  change,
  version: undefined,
  clientToken: undefined,
  ...more,
});

/** Applies updates, one per second. Throws when one is refused. */
function shadowAfter(...changes: UpdateRequest['change'][]): Shadow {
  const last = changes.reduce<Shadow | undefined>((shadow, change, at) => {
    const updated = updateShadow(shadow, request(change), AT + at * 1000);
    if (!updated.ok) throw new Error(updated.refusal.message);
    return updated.shadow;
  }, undefined);
  if (!last) throw new Error('No change was given.');
  return last;
}

test('the lamp of the documentation: accepted, delta and documents', () => {
  const before = shadowAfter({ reported: { ID: 'SmartLamp21', ColorRGB: [128, 128, 128] } });

  const updated = updateShadow(
    before,
    request({ desired: { ColorRGB: [255, 255, 0] } }, { clientToken: 'app' }),
    AT + 5_000,
  );

  const time = { timestamp: timestamp + 5 };
  const common = { version: 2, timestamp: timestamp + 5, clientToken: 'app' };
  const reported = { ID: { timestamp }, ColorRGB: [{ timestamp }, { timestamp }, { timestamp }] };
  expect(updated).toMatchObject({
    ok: true,
    accepted: {
      state: { desired: { ColorRGB: [255, 255, 0] } },
      metadata: { desired: { ColorRGB: [time, time, time] } },
      ...common,
    },
    delta: { state: { ColorRGB: [255, 255, 0] }, metadata: { ColorRGB: [time, time, time] }, ...common },
    documents: {
      previous: { state: before.state, metadata: { reported }, version: 1 },
      current: {
        state: {
          desired: { ColorRGB: [255, 255, 0] },
          reported: { ID: 'SmartLamp21', ColorRGB: [128, 128, 128] },
        },
        metadata: { desired: { ColorRGB: [time, time, time] }, reported },
        version: 2,
      },
      timestamp: timestamp + 5,
      clientToken: 'app',
    },
  });
});

test('a delta holds what differs, also what is not reported at all, and nothing that is only reported', () => {
  const shadow = shadowAfter({
    desired: { light: { color: 'RED', level: 4 }, fan: 'on', list: [1, { a: 2 }] },
    reported: { light: { color: 'GREEN', level: 4 }, engine: 'ON', list: [1, { a: 2 }] },
  });

  expect(deltaOf(shadow)).toEqual({
    state: { light: { color: 'RED' }, fan: 'on' },
    metadata: { light: { color: { timestamp } }, fan: { timestamp } },
  });
});

test('a report that meets what was desired ends the delta', () => {
  const before = shadowAfter({ desired: { a: 1, b: 2 } });

  const half = updateShadow(before, request({ reported: { a: 1 } }), AT);
  const whole = updateShadow(before, request({ reported: { a: 1, b: 2 } }), AT);

  expect(half).toMatchObject({ delta: { state: { b: 2 } } });
  expect(whole).toMatchObject({ ok: true, delta: null });
});

test('null removes a property, and a section that has none left', () => {
  const shadow = shadowAfter(
    { desired: { a: 1, b: { c: 2, d: 3 } }, reported: { e: 4 } },
    { desired: { b: { c: null } }, reported: null },
    { desired: { a: null } },
  );

  expect(shadow.state).toEqual({ desired: { b: { d: 3 } } });
  expect(shadow.metadata).toEqual({ desired: { b: { d: { timestamp } } } });
  expect(shadowAfter({ desired: { a: 1 } }, { desired: { a: null } }).state).toEqual({});
});

test('a value keeps its time until it is set again', () => {
  const shadow = shadowAfter({ reported: { a: 1, b: 1 } }, { reported: { b: 1 } });

  expect(shadow.metadata.reported).toEqual({ a: { timestamp }, b: { timestamp: timestamp + 1 } });
});

test('a version must be the present one: 409 otherwise, and nothing changes', () => {
  const shadow = shadowAfter({ desired: { a: 1 } }, { desired: { a: 2 } });
  const change = { desired: { a: 3 } };

  expect(updateShadow(shadow, request(change, { version: 2 }), AT)).toMatchObject({ ok: true, shadow: { version: 3 } });
  expect(updateShadow(shadow, request(change, { version: 1 }), AT)).toEqual({
    ok: false,
    refusal: { code: 409, message: 'Version conflict' },
  });
  expect(updateShadow(undefined, request(change, { version: 0 }), AT).ok).toBe(true);
  expect(updateShadow(undefined, request(change, { version: 1 }), AT).ok).toBe(false);
});

test('small updates may not add up to more than 8 KB of state', () => {
  const shadow = shadowAfter({ desired: { a: 'x'.repeat(5_000) } });

  expect(updateShadow(shadow, request({ reported: { a: 'x'.repeat(5_000) } }), AT)).toMatchObject({
    refusal: { code: 413 },
  });
});

test('a deleted shadow is gone, its version is not', () => {
  const shadow = shadowAfter({ desired: { a: 1 } }, { desired: { a: 2 } });

  const deleted = deleteShadow(shadow, 'pump', 'mine', AT);
  if (!deleted.ok) throw new Error(deleted.refusal.message);
  const again = updateShadow(deleted.shadow, request({ desired: { b: 1 } }), AT);

  const refusal = { code: 404, message: "No shadow exists with name: 'pump'" };
  expect(deleted.accepted).toEqual({ version: 2, timestamp, clientToken: 'mine' });
  expect(getShadow(deleted.shadow, 'pump', undefined, AT)).toEqual({ ok: false, refusal });
  expect(deleteShadow(deleted.shadow, 'pump', undefined, AT)).toEqual({ ok: false, refusal });
  expect(deleteShadow(undefined, 'pump', undefined, AT)).toEqual({ ok: false, refusal });
  expect(again).toMatchObject({ ok: true, shadow: { version: 3, state: { desired: { b: 1 } } } });
});

test('a get shows everything, with the delta in its state', () => {
  const shadow = shadowAfter({ desired: { a: 1 }, reported: { a: 2 } });

  expect(getShadow(shadow, 'pump', 'mine', AT + 9_000)).toEqual({
    ok: true,
    accepted: {
      state: { desired: { a: 1 }, reported: { a: 2 }, delta: { a: 1 } },
      metadata: shadow.metadata,
      version: 1,
      timestamp: timestamp + 9,
      clientToken: 'mine',
    },
  });
  expect(getShadow(shadowAfter({ desired: null }), 'pump', undefined, AT)).toMatchObject({
    accepted: { state: {}, metadata: {} },
  });
});

const name = fc.constantFrom('a', 'b', 'c', '__proto__');
const value = fc.letrec<{ json: Json; object: JsonObject }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.integer(),
    fc.constantFrom('x', true, null),
    fc.array(fc.integer(), { maxLength: 3 }),
    tie('object'),
  ),
  // JSON.parse, as a payload would come: a name like __proto__ is a name.
  object: fc
    .array(fc.tuple(name, tie('json')), { maxLength: 3 })
    .map((entries) => JSON.parse(`{${entries.map(([key, json]) => `"${key}":${JSON.stringify(json)}`)}}`)),
})).object;
const change = fc.record({ desired: value, reported: value }, { requiredKeys: [] });

const shapeOf = (json: Json | undefined): unknown => {
  if (Array.isArray(json)) return json.map(shapeOf);
  if (typeof json !== 'object' || json === null) return 'value';
  return Object.entries(json).map(([key, inner]) => [key, shapeOf(inner)]);
};
const hasNull = (json: Json): boolean =>
  json === null || (typeof json === 'object' && Object.values(json).some(hasNull));

test('whatever comes: metadata mirrors the state, no null is kept, versions count the updates', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const shadow = shadowAfter(...changes);

      expect(shadow.version).toBe(changes.length);
      for (const section of ['desired', 'reported'] as const) {
        const state = shadow.state[section];
        expect(Object.keys(shadow.metadata).includes(section)).toBe(state !== undefined);
        if (!state) continue;
        expect(hasNull(state)).toBe(false);
        expect(shapeOf(timesOf(state, 1))).toEqual(shapeOf(withEqualTimes(shadow.metadata[section] ?? {})));
      }
    }),
  );
});

test('whoever reports the delta has none left, and the same update twice changes the state once', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      const shadow = shadowAfter(...changes);
      const delta = deltaOf(shadow);

      // Where a value replaces an object, or the other way round, reporting it replaces it, too.
      const settled = shadowAfter(...changes, { reported: null }, { reported: shadow.state.desired ?? {} });
      const twice = shadowAfter(...changes, changes.at(-1) ?? {});

      expect(deltaOf(settled)).toBeNull();
      expect(delta === null || Object.keys(delta.state).length > 0).toBe(true);
      expect(twice.state).toEqual(shadow.state);
    }),
  );
});

/** Metadata with every time set to 1. */
function withEqualTimes(metadata: Json): Json {
  if (Array.isArray(metadata)) return metadata.map(withEqualTimes);
  if (typeof metadata !== 'object' || metadata === null) return 1;
  return Object.fromEntries(Object.entries(metadata).map(([key, inner]) => [key, withEqualTimes(inner)]));
}
