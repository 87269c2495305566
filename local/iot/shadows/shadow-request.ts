// What a shadow request may say, checked before anything changes.
import { isObject, type Json, type JsonObject, SECTIONS, type Section } from './shadow-document';
import { badRequest, type ShadowRefusal, TOO_LARGE, WRONG_ENCODING } from './shadow-refusal';

/** AWS IoT Core quotas: Device Shadow service. */
export const SHADOW_BYTES = 8 * 1024;
const CLIENT_TOKEN_BYTES = 64;
const LEVELS = 6;

export interface UpdateRequest {
  /** A section that is null is to be emptied. */
  change: { [Name in Section]?: JsonObject | null };
  /** Undefined updates whatever version there is. */
  version: number | undefined;
  clientToken: string | undefined;
}

export type RequestResult<Request> =
  | { ok: true; request: Request }
  | { ok: false; refusal: ShadowRefusal; clientToken: string | undefined };

/** Reads an update's payload. The client token comes back also with a refusal, when it could be read. */
export function parseUpdateRequest(payload: Buffer): RequestResult<UpdateRequest> {
  const read = readObject(payload);
  if (!read.ok) return { ...read, clientToken: undefined };
  const { state, version, clientToken: given } = read.object;
  const clientToken = tokenOf(given);
  const refuse = (message: string) => ({ ok: false as const, refusal: badRequest(message), clientToken });
  if (given !== undefined && clientToken === undefined) return refuse('Invalid clientToken');
  if (version !== undefined && !(typeof version === 'number' && Number.isSafeInteger(version) && version >= 0)) {
    return refuse('Invalid version');
  }
  if (state === undefined) return refuse('Missing required node: state');
  // "Setting the device's shadow state to null does not delete the shadow": it empties both sections.
  const sections = state === null ? { desired: null, reported: null } : state;
  if (!isObject(sections)) return refuse('State node must be an object');
  const problem = stateProblem(sections);
  if (problem) return refuse(problem);
  return { ok: true, request: { change: sections as UpdateRequest['change'], version, clientToken } };
}

/** Reads the payload of a get or a delete, of which only the client token counts; it may be empty. */
export function parseTokenRequest(payload: Buffer): RequestResult<{ clientToken: string | undefined }> {
  if (payload.length === 0) return { ok: true, request: { clientToken: undefined } };
  const read = readObject(payload);
  if (!read.ok) return { ...read, clientToken: undefined };
  const clientToken = tokenOf(read.object.clientToken);
  if (read.object.clientToken !== undefined && clientToken === undefined) {
    return { ok: false, refusal: badRequest('Invalid clientToken'), clientToken };
  }
  return { ok: true, request: { clientToken } };
}

function readObject(payload: Buffer): { ok: true; object: JsonObject } | { ok: false; refusal: ShadowRefusal } {
  if (payload.length > SHADOW_BYTES) return { ok: false, refusal: TOO_LARGE };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
  } catch {
    return { ok: false, refusal: WRONG_ENCODING };
  }
  try {
    const json: unknown = JSON.parse(text);
    if (isObject(json)) return { ok: true, object: json };
  } catch {
    // Said below.
  }
  return { ok: false, refusal: badRequest('Invalid JSON') };
}

function tokenOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && Buffer.byteLength(value) <= CLIENT_TOKEN_BYTES ? value : undefined;
}

function stateProblem(state: JsonObject): string | null {
  if (Object.keys(state).some((name) => !SECTIONS.some((section) => section === name))) {
    return 'State contains an invalid node';
  }
  for (const section of SECTIONS) {
    const content = Object.hasOwn(state, section) ? state[section] : undefined;
    if (content === undefined || content === null) continue;
    if (!isObject(content)) return `${section === 'desired' ? 'Desired' : 'Reported'} node must be an object`;
    if (isDeeperThan(LEVELS, content)) return `JSON contains too many levels of nesting; maximum is ${LEVELS}`;
    if (hasNullElement(content)) return 'State contains an invalid node';
  }
  return null;
}

// Goes no deeper than it must, whatever was sent.
function isDeeperThan(levels: number, value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

// Null removes a property; an array has none to remove.
function hasNullElement(value: Json): boolean {
  if (Array.isArray(value)) return value.some((element) => element === null || hasNullElement(element));
  return isObject(value) && Object.values(value).some(hasNullElement);
}
