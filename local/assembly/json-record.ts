// JSON of a template, looked at without trust in its shape.

/** Returns the value when it is a JSON object, otherwise null. */
export function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
