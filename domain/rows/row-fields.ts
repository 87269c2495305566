// Reading one field of a row that came over the wire: GraphQL gives nulls, JSON in texts and, after a schema change,
// anything. What a whole row means lives with its noun.

/** A row as it came, known to be an object and nothing more. */
export type Row = Readonly<Record<string, unknown>>;

/** Returns `value` as a row, or undefined when it is not an object. */
export function asRow(value: unknown): Row | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : undefined;
}

/** Returns the field's text, or null when it has none. */
export function textField(row: Row, name: string): string | null {
  const value = ownField(row, name);
  return typeof value === 'string' ? value : null;
}

/** Returns the field's finite number, or null when it has none. */
export function numberField(row: Row, name: string): number | null {
  const value = ownField(row, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Returns the field's value when it is one of `allowed`, otherwise null. */
export function choiceField<T extends string>(row: Row, name: string, allowed: readonly T[]): T | null {
  const value = ownField(row, name);
  return allowed.find((choice) => choice === value) ?? null;
}

/** Returns the object in an AWSJSON field: as a text (how AppSync sends it) or parsed already; undefined when neither. */
export function jsonField(row: Row, name: string): Row | undefined {
  return asRow(awsJson(ownField(row, name)));
}

/**
 * Returns what an AWSJSON value means: it comes as a text, as a value that is parsed already, or, in messages of
 * subscriptions, as a text of a text (reported of AppSync in aws-amplify's issue tracker). Undefined when it is not JSON.
 */
export function awsJson(value: unknown): unknown {
  const once = typeof value === 'string' ? parseJson(value) : value;
  return typeof once === 'string' ? parseJson(once) : once;
}

/** Returns what a JSON text means, or undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function ownField(row: Row, name: string): unknown {
  return Object.hasOwn(row, name) ? row[name] : undefined;
}
