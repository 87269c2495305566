// A thing of the registry and the rules of its names and attributes (AWS IoT API: CreateThing, AttributePayload).

export interface Thing {
  thingName: string;
  thingId: string;
  attributes: Readonly<Record<string, string>>;
  /** Grows by one with each change. */
  version: number;
}

const THING_NAME = /^[a-zA-Z0-9:_-]{1,128}$/;
const ATTRIBUTE_NAME = /^[a-zA-Z0-9_.,@/:#-]{1,128}$/;
const ATTRIBUTE_VALUE = /^[a-zA-Z0-9_.,@/:#=[\]-]{0,800}$/;
/** Without a thing type (AWS IoT Core quotas: thing registry). */
const MAXIMUM_ATTRIBUTES = 3;

/** Returns what is wrong with a thing's name, or null. */
export function thingNameProblem(thingName: string): string | null {
  return THING_NAME.test(thingName) ? null : 'A thing name has 1 to 128 characters of a-z, A-Z, 0-9, ":", "_" and "-".';
}

export type AttributesResult = { ok: true; attributes: Record<string, string> } | { ok: false; problem: string };

/** Checks attributes as they arrive. An empty value means "remove": such names are left out of the result. */
export function parseAttributes(json: unknown, previous: Readonly<Record<string, string>> = {}): AttributesResult {
  if (json === undefined || json === null) return { ok: true, attributes: { ...previous } };
  if (typeof json !== 'object' || Array.isArray(json)) return { ok: false, problem: 'Attributes must be an object.' };
  const merged = new Map(Object.entries(previous));
  for (const [name, value] of Object.entries(json)) {
    if (!ATTRIBUTE_NAME.test(name))
      return { ok: false, problem: 'An attribute name has characters that are not allowed.' };
    if (typeof value !== 'string' || !ATTRIBUTE_VALUE.test(value)) {
      return {
        ok: false,
        problem: 'An attribute value is not text, too long, or has characters that are not allowed.',
      };
    }
    if (value === '') merged.delete(name);
    else merged.set(name, value);
  }
  if (merged.size > MAXIMUM_ATTRIBUTES) {
    return { ok: false, problem: `A thing without a type has at most ${MAXIMUM_ATTRIBUTES} attributes.` };
  }
  // fromEntries defines own properties, so an attribute called __proto__ stays an attribute.
  return { ok: true, attributes: Object.fromEntries(merged) };
}
