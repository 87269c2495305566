// The Java methods that templates call on maps, lists and texts. Methods change the value they are called on, as in Java.
import { fromVtl, isEqual, print, type VtlMap, type VtlValue } from './vtl-value';

type Arguments = readonly VtlValue[];
type Methods<T> = Readonly<Record<string, (self: T, given: Arguments) => VtlValue>>;

const first = (given: Arguments): VtlValue => given[0] ?? null;
const key = (given: Arguments): string => print(first(given));
const items = (value: VtlValue): VtlValue[] => (Array.isArray(value) ? value : []);
const includes = (list: readonly VtlValue[], value: VtlValue): boolean => list.some((item) => isEqual(item, value));

const entry = ([name, value]: [string, VtlValue]): VtlMap =>
  new Map<string, VtlValue>([
    ['key', name],
    ['value', value],
  ]);

const onMap: Methods<VtlMap> = {
  get: (self, given) => self.get(key(given)) ?? null,
  put: (self, given) => {
    const before = self.get(key(given)) ?? null;
    self.set(key(given), given[1] ?? null);
    return before;
  },
  putAll: (self, given) => {
    const from = first(given);
    if (from instanceof Map) for (const [name, value] of from) self.set(name, value);
    return null;
  },
  remove: (self, given) => {
    const before = self.get(key(given)) ?? null;
    self.delete(key(given));
    return before;
  },
  containsKey: (self, given) => self.has(key(given)),
  keySet: (self) => [...self.keys()],
  values: (self) => [...self.values()],
  entrySet: (self) => [...self].map(entry),
  size: (self) => self.size,
  isEmpty: (self) => self.size === 0,
};

const onList: Methods<VtlValue[]> = {
  get: (self, given) => self[Number(first(given))] ?? null,
  add: (self, given) => {
    self.push(first(given));
    return true;
  },
  addAll: (self, given) => {
    self.push(...items(first(given)));
    return true;
  },
  remove: (self, given) => self.splice(Number(first(given)), 1)[0] ?? null,
  contains: (self, given) => includes(self, first(given)),
  containsAll: (self, given) => items(first(given)).every((item) => includes(self, item)),
  size: (self) => self.length,
  isEmpty: (self) => self.length === 0,
};

const onText: Methods<string> = {
  // Java's replaceAll and split take regular expressions, matches the whole text.
  replaceAll: (self, given) => self.replace(new RegExp(key(given), 'g'), print(given[1] ?? '')),
  split: (self, given) => self.split(new RegExp(key(given))),
  matches: (self, given) => new RegExp(`^(?:${key(given)})$`).test(self),
  replace: (self, given) => self.replaceAll(key(given), print(given[1] ?? '')),
  contains: (self, given) => self.includes(key(given)),
  startsWith: (self, given) => self.startsWith(key(given)),
  endsWith: (self, given) => self.endsWith(key(given)),
  equals: (self, given) => self === first(given),
  toLowerCase: (self) => self.toLowerCase(),
  toUpperCase: (self) => self.toUpperCase(),
  trim: (self) => self.trim(),
  length: (self) => self.length,
  isEmpty: (self) => self === '',
};

const onAny: Methods<VtlValue> = {
  toString: (self: VtlValue) => print(self),
  // `$foreach.hasNext()` and `$foreach.hasNext` are the same.
  hasNext: (self) => (self instanceof Map ? (self.get('hasNext') ?? null) : null),
  getKey: (self) => (self instanceof Map ? (self.get('key') ?? null) : null),
  getValue: (self) => (self instanceof Map ? (self.get('value') ?? null) : null),
};

/** True when some kind of value has the method. */
export const isKnownMethod = (name: string): boolean =>
  [onMap, onList, onText, onAny].some((methods) => Object.hasOwn(methods, name));

/** Returns what `self.name(…)` returns; null, as Velocity has it, when the value has no such method. */
export function callMethod(self: VtlValue, name: string, given: Arguments): VtlValue {
  if (self instanceof Map && Object.hasOwn(onMap, name)) return onMap[name]?.(self, given) ?? null;
  if (Array.isArray(self) && Object.hasOwn(onList, name)) return onList[name]?.(self, given) ?? null;
  if (typeof self === 'string' && Object.hasOwn(onText, name)) return onText[name]?.(self, given) ?? null;
  return self !== null && Object.hasOwn(onAny, name) ? (onAny[name]?.(self, given) ?? null) : null;
}

/** Returns the JSON text of a value, as `$util.toJson` writes it. */
export const toJson = (value: VtlValue): string => JSON.stringify(fromVtl(value));
