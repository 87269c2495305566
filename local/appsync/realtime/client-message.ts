// What a client may send over the realtime channel.
import { headersOf } from './connection-proof';

export type ClientMessage =
  | { type: 'connection_init' }
  | { type: 'start'; id: string; request: string; headers: Record<string, string> }
  | { type: 'stop'; id: string }
  /** Anything else; `name` is its type when it has one. */
  | { type: 'unknown'; id: string | null; name: string };

const MAX_ID_LENGTH = 128;

/** Returns the message in a frame. Never throws. */
export function readClientMessage(frame: string): ClientMessage {
  let message: Record<string, unknown> | null = null;
  try {
    message = JSON.parse(frame);
  } catch {
    // Not JSON: answered like a message of an unknown type.
  }
  const { id, type, payload } = typeof message === 'object' && message !== null ? message : {};
  const validId = typeof id === 'string' && id.length > 0 && id.length <= MAX_ID_LENGTH ? id : null;
  if (type === 'connection_init') return { type };
  if (type === 'stop' && validId !== null) return { type, id: validId };
  if (type === 'start' && validId !== null && typeof payload === 'object' && payload !== null) {
    const { data, extensions } = payload as { data?: unknown; extensions?: { authorization?: unknown } | null };
    if (typeof data === 'string')
      return { type, id: validId, request: data, headers: headersOf(extensions?.authorization) };
  }
  return { type: 'unknown', id: validId, name: typeof type === 'string' ? type.slice(0, 50) : 'unknown' };
}
