// The documented functions that look into arrays, objects and types, and that encode.
import { emptyObject, isSqlObject, ownValue, type SqlValue, toInt, toText } from '../sql-value';
import type { SqlFunction, SqlFunctions } from './sql-function';

const get: SqlFunction = (args) => {
  const [collection, key] = args;
  if (args.length !== 2) return undefined;
  if (isSqlObject(collection)) return typeof key === 'string' ? ownValue(collection, key) : undefined;
  const index = toInt(key);
  if (index === undefined || index < 0) return undefined;
  if (Array.isArray(collection)) return collection[index] as SqlValue;
  return typeof collection === 'string' && index < collection.length ? collection.charAt(index) : undefined;
};

/** Documented mode: only `enrichArray`, which adds the object's attributes to each object of the array. */
const transform: SqlFunction = (args) => {
  const [mode, attributes, elements] = args;
  if (args.length !== 3 || mode !== 'enrichArray' || !isSqlObject(attributes) || !Array.isArray(elements)) {
    return undefined;
  }
  const objects = elements as readonly SqlValue[];
  if (!objects.every(isSqlObject)) return undefined;
  return objects.map((element) => Object.assign(emptyObject(), element, attributes));
};

// The scheme was checked when the statement was parsed: it is a literal 'base64'.
const encode: SqlFunction = (args) => {
  const text = toText(args[0]);
  return text === undefined ? undefined : Buffer.from(text).toString('base64');
};

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const decode: SqlFunction = (args) => {
  const text = toText(args[0]);
  if (text === undefined) return undefined;
  if (!BASE64.test(text)) return null;
  const decoded = Buffer.from(text, 'base64').toString();
  try {
    return JSON.parse(decoded) as SqlValue;
  } catch {
    return decoded;
  }
};

/** get, transform, encode, decode, isNull and isUndefined. */
export const COLLECTION_FUNCTIONS: SqlFunctions = {
  decode,
  encode,
  get,
  isnull: (args) => (args.length === 1 ? args[0] === null : undefined),
  isundefined: (args) => (args.length === 1 ? args[0] === undefined : undefined),
  transform,
};
