// The values of a template: Java's maps, lists and scalars as JavaScript's Map, Array and primitives. A Map keeps hostile
// keys (`__proto__`, `size`) apart from methods.

export type VtlValue = string | number | boolean | null | VtlValue[] | VtlMap;
export type VtlMap = Map<string, VtlValue>;

/** Returns plain JSON as template values; maps and lists are copied. */
export function toVtl(value: unknown): VtlValue {
  if (Array.isArray(value)) return value.map(toVtl);
  if (value instanceof Map) return value as VtlMap;
  if (typeof value === 'object' && value !== null)
    return new Map(Object.entries(value).map(([key, field]) => [key, toVtl(field)]));
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** Returns template values as plain JSON. */
export function fromVtl(value: VtlValue): unknown {
  if (Array.isArray(value)) return value.map(fromVtl);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, field]) => [key, fromVtl(field)]));
  return value;
}

/** Velocity 1.7: everything but null and false is true, also the empty text and zero. */
export const isTrue = (value: VtlValue): boolean => value !== null && value !== false;

/** Equality by value, as Java's `equals`; numbers by amount. */
export function isEqual(left: VtlValue, right: VtlValue): boolean {
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, index) => isEqual(item, right[index] ?? null));
  if (left instanceof Map && right instanceof Map)
    return (
      left.size === right.size &&
      [...left].every(([key, item]) => right.has(key) && isEqual(item, right.get(key) ?? null))
    );
  return left === right;
}

/** The text of a value, as Java's `toString` prints it. */
export function print(value: VtlValue): string {
  if (Array.isArray(value)) return `[${value.map(print).join(', ')}]`;
  if (value instanceof Map) return `{${[...value].map(([key, item]) => `${key}=${print(item)}`).join(', ')}}`;
  return String(value);
}
