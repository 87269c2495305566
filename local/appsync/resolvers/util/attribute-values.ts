// DynamoDB's typed values and plain JSON, both ways (`util.dynamodb`; AppSync developer guide, "Type system").

/** A typed value as it is on the wire (DynamoDB API reference, "AttributeValue"): binary is base64 text. */
export interface AttributeValue {
  S?: string;
  N?: string;
  BOOL?: boolean;
  NULL?: boolean;
  M?: Record<string, AttributeValue>;
  L?: AttributeValue[];
  SS?: string[];
  NS?: string[];
  B?: string;
  BS?: string[];
}

/** Returns `value` as a DynamoDB typed value. `undefined` becomes NULL, as in AppSync's Java runtime. */
export function toAttributeValue(value: unknown): AttributeValue {
  if (value === null || value === undefined) return { NULL: true };
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      return { N: String(value) };
    case 'boolean':
      return { BOOL: value };
    default:
      return Array.isArray(value) ? { L: value.map(toAttributeValue) } : { M: toAttributeMap(value) };
  }
}

/** Returns the fields of `value` as DynamoDB typed values; a field that is undefined is left out. */
export function toAttributeMap(value: unknown): Record<string, AttributeValue> {
  const fields = Object.entries(value ?? {}).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [name, toAttributeValue(field)]));
}

/** Returns the plain value: numbers as numbers, sets as lists, binary as base64 text. */
export function fromAttributeValue(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.M !== undefined) return fromAttributeMap(value.M);
  if (value.L !== undefined) return value.L.map(fromAttributeValue);
  if (value.SS !== undefined) return value.SS;
  if (value.NS !== undefined) return value.NS.map(Number);
  if (value.B !== undefined) return value.B;
  if (value.BS !== undefined) return value.BS;
  return null;
}

/** Returns an item's attributes as plain values. */
export function fromAttributeMap(item: Record<string, AttributeValue>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, fromAttributeValue(value)]));
}
