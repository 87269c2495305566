// parse_time: despite its name it writes a timestamp by a Joda-Time pattern.
import { type SqlValue, toDecimal, toText } from '../sql-value';
import type { SqlFunctions } from './sql-function';

// Quoted text, a run of one pattern letter, or anything else as it stands.
const PATTERN_PART = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/g;
// Joda-Time's latest instant is far later, but JavaScript's calendar ends here.
const LATEST_MS = 8.64e15;

type Fields = Record<Intl.DateTimeFormatPartTypes, string>;

function fieldsOf(timestampMs: number, timeZone: string): Fields | null {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      weekday: 'long',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      fractionalSecondDigits: 3,
      timeZoneName: 'short',
    });
    return Object.fromEntries(format.formatToParts(timestampMs).map((part) => [part.type, part.value])) as Fields;
  } catch {
    // An unknown time zone.
    return null;
  }
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** The value of one run of a pattern letter; null for a letter that is not supported. */
function field(letter: string, count: number, at: Fields): string | null {
  const padded = (value: number | string) => String(value).padStart(count, '0');
  const hour = Number(at.hour);
  switch (letter) {
    case 'G':
      return at.era === 'A' ? 'AD' : at.era === 'B' ? 'BC' : at.era;
    case 'y':
    case 'Y':
      return count === 2 ? at.year.slice(-2).padStart(2, '0') : padded(at.year);
    case 'M':
      if (count >= 4) return at.month;
      return count === 3 ? at.month.slice(0, 3) : padded(MONTHS.indexOf(at.month) + 1);
    case 'd':
      return padded(at.day);
    case 'E':
      return count >= 4 ? at.weekday : at.weekday.slice(0, 3);
    case 'a':
      return hour < 12 ? 'AM' : 'PM';
    case 'H':
      return padded(hour);
    case 'k':
      return padded(hour === 0 ? 24 : hour);
    case 'K':
      return padded(hour % 12);
    case 'h':
      return padded(hour % 12 === 0 ? 12 : hour % 12);
    case 'm':
      return padded(Number(at.minute));
    case 's':
      return padded(Number(at.second));
    case 'S':
      return at.fractionalSecond.slice(0, count).padEnd(count, '0');
    case 'z':
      return at.timeZoneName;
    default:
      return null;
  }
}

function formatTime(pattern: string, timestampMs: number, timeZone: string): SqlValue {
  const fields = Math.abs(timestampMs) <= LATEST_MS ? fieldsOf(timestampMs, timeZone) : null;
  if (!fields) return undefined;
  let text = '';
  for (const [part, quoted, letter] of pattern.matchAll(PATTERN_PART)) {
    // '' stands for one quote, inside and outside of quoted text.
    const value =
      quoted !== undefined ? quoted.replaceAll("''", "'") || "'" : letter ? field(letter, part.length, fields) : part;
    if (value === null) return undefined;
    text += value;
  }
  return text;
}

/** `parse_time(pattern, timestamp[, timeZone])`, in UTC by default. A pattern letter it does not know gives Undefined. */
export const TIME_FUNCTIONS: SqlFunctions = {
  parse_time: (args) => {
    const pattern = toText(args[0]);
    const timestampMs = toDecimal(args[1]);
    const timeZone = args.length === 3 ? toText(args[2]) : 'UTC';
    if (args.length < 2 || args.length > 3) return undefined;
    if (pattern === undefined || timestampMs === undefined || timeZone === undefined) return undefined;
    return formatTime(pattern, timestampMs, timeZone);
  },
};
