// The values of rules SQL, and the conversions that AWS documents between them ("Data types", "Conversions").

/** A JSON object. Its keys come from devices: read them with `ownValue`, never through the prototype. */
export interface SqlObject {
  readonly [key: string]: SqlValue;
}

/** A JSON value or Undefined. A whole number is an Int, any other number a Decimal (SQL version 2016-03-23). */
export type SqlValue = undefined | null | boolean | number | string | readonly SqlValue[] | SqlObject;

/** Says whether the value is a JSON object (not an array, not null). */
export function isSqlObject(value: SqlValue): value is SqlObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns an empty object without prototype, so that a key such as `__proto__` is a key like any other. */
export function emptyObject(): Record<string, SqlValue> {
  return Object.create(null) as Record<string, SqlValue>;
}

/** Returns what an object holds under a key of its own; Undefined for anything inherited and for other values. */
export function ownValue(value: SqlValue, key: string): SqlValue {
  return isSqlObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

const DECIMAL = /^-?\d+(\.\d+)?(e-?\d+)?$/i;

/** Converts to a Decimal: numbers and numeric strings; everything else is Undefined. */
export function toDecimal(value: SqlValue): number | undefined {
  const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Converts to an Int: a Decimal is rounded to the nearest Int, a numeric string is cut at its point. */
export function toInt(value: SqlValue): number | undefined {
  const decimal = toDecimal(value);
  if (decimal === undefined) return undefined;
  return typeof value === 'string' ? Math.trunc(decimal) : Math.round(decimal);
}

/** Converts to a Boolean: booleans, and "true" or "false" in any case; everything else is Undefined. */
export function toBoolean(value: SqlValue): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const lower = value.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

/** Converts to a String: arrays and objects as JSON, an Int in standard notation; Null and Undefined are Undefined. */
export function toText(value: SqlValue): string | undefined {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return undefined;
  // A big Int would otherwise come out in scientific notation.
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value).toString();
  return JSON.stringify(value);
}

/** Compares by value, deeply; the order of an object's keys does not matter. Different types are unequal. */
export function sameValue(a: SqlValue, b: SqlValue): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  }
  if (!isSqlObject(a) || !isSqlObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(ownValue(a, key), ownValue(b, key)))
  );
}
