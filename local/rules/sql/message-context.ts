// One message as the rules look at it: its JSON is parsed once, and only when a rule asks for it.
import type { PublishedMessage } from '../../settings/ports';
import { SqlError } from './sql-error';
import type { SqlValue } from './sql-value';

export interface MessageContext {
  message: PublishedMessage;
  /** The payload as JSON. Throws SqlError (`evaluation`) when it is not JSON in UTF-8. */
  json(): SqlValue;
  isJson(): boolean;
}

/** The element of an array that a nested SELECT looks at; null outside of one, where names mean the payload's keys. */
export type Scope = { element: SqlValue } | null;

const NOT_JSON = new SqlError(
  'evaluation',
  "The payload is not JSON; only SELECT *, encode(*, 'base64') and functions of the message can be used on it.",
);
// Invalid bytes and a byte order mark make the payload binary; they must not be mended silently.
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Prepares a message for any number of rules. */
export function messageContext(message: PublishedMessage): MessageContext {
  let parsed: { value: SqlValue } | SqlError | undefined;
  const read = () => {
    parsed ??= parse(message.payload);
    return parsed;
  };
  return {
    message,
    json() {
      const payload = read();
      if (payload instanceof SqlError) throw payload;
      return payload.value;
    },
    isJson: () => !(read() instanceof SqlError),
  };
}

function parse(payload: Buffer): { value: SqlValue } | SqlError {
  try {
    return { value: JSON.parse(UTF8.decode(payload)) as SqlValue };
  } catch {
    return NOT_JSON;
  }
}
