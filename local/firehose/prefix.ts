// Prefixes of objects: `!{timestamp:yyyy/MM/dd}` and its like ("Understand custom prefixes for Amazon S3 objects").
import { randomBytes } from 'node:crypto';

/** Returns the prefix of an object whose oldest record arrived at `atMs` (epoch ms), in UTC. */
export type Prefix = (atMs: number) => string;

/** An expression that is not supported, or that must not stand where it does. */
export class PrefixError extends Error {
  override name = 'PrefixError';
}

const EXPRESSION = /!\{([^:}]*):([^}]*)\}/g;
const RANDOM_LETTERS = 11;

// The fields of a Java DateTimeFormatter that name a part of a day's place in the calendar, and where ISO 8601 has them.
const FIELDS = new Map<string, [from: number, to: number]>([
  ['yyyy', [0, 4]],
  ['MM', [5, 7]],
  ['dd', [8, 10]],
  ['HH', [11, 13]],
  ['mm', [14, 16]],
  ['ss', [17, 19]],
]);
const DEFAULT_PREFIX = 'yyyy/MM/dd/HH/';

/**
 * Compiles `prefix` and checks `errorPrefix`, to which nothing is written here. A prefix without an expression gets
 * `yyyy/MM/dd/HH/` behind it, as it stands. Throws PrefixError.
 */
export function compilePrefix(prefix: string, errorPrefix: string | undefined): Prefix {
  const expressions = [...prefix.matchAll(EXPRESSION)];
  const inErrors = [...(errorPrefix ?? '').matchAll(EXPRESSION)];
  for (const [text, namespace, value] of [...expressions, ...inErrors]) check(text, namespace, value);
  if (expressions.some(([, , value]) => value === 'error-output-type')) {
    throw new PrefixError('Prefix must not name !{firehose:error-output-type}.');
  }
  if (expressions.length > 0 && errorPrefix === undefined) {
    throw new PrefixError('a Prefix with expressions needs an ErrorOutputPrefix.');
  }
  if (inErrors.length > 0 && !inErrors.some(([, , value]) => value === 'error-output-type')) {
    throw new PrefixError('an ErrorOutputPrefix with expressions must name !{firehose:error-output-type}.');
  }
  if (expressions.length === 0) return (atMs) => prefix + formatTime(DEFAULT_PREFIX, atMs);
  return (atMs) =>
    prefix.replace(EXPRESSION, (_, namespace: string, value: string) =>
      namespace === 'timestamp' ? formatTime(value, atMs) : randomString(),
    );
}

/** Writes the time in UTC by a pattern of Java's DateTimeFormatter. Throws PrefixError for a letter it does not know. */
export function formatTime(pattern: string, atMs: number): string {
  const iso = new Date(atMs).toISOString();
  return pattern.replace(/'([^']*)'|([A-Za-z])\2*|[[\]{}#']/g, (part, quoted?: string) => {
    // Two quotes stand for one.
    if (quoted !== undefined) return quoted === '' ? "'" : quoted;
    const field = FIELDS.get(part);
    if (!field) throw new PrefixError(`${JSON.stringify(part)} in the pattern ${pattern} is not supported.`);
    return iso.slice(...field);
  });
}

function check(text: string, namespace = '', value = ''): void {
  if (namespace === 'timestamp') formatTime(value, 0);
  else if (namespace !== 'firehose' || !['random-string', 'error-output-type'].includes(value)) {
    throw new PrefixError(`the expression ${text} is not supported.`);
  }
}

// "Evaluates to a random string of eleven characters": one of its own at each place.
function randomString(): string {
  return randomBytes(RANDOM_LETTERS).toString('base64url').replace(/[-_]/g, 'x').slice(0, RANDOM_LETTERS);
}
