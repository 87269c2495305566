// EventBridge's cron expressions: six fields, minute to year, in UTC (EventBridge user guide: cron expressions).

interface Field {
  name: string;
  min: number;
  max: number;
  /** The names of the values from `min` on, where the field has any. */
  names?: readonly string[];
  valueAt(time: Date): number;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const FIELDS: readonly Field[] = [
  { name: 'minutes', min: 0, max: 59, valueAt: (time) => time.getUTCMinutes() },
  { name: 'hours', min: 0, max: 23, valueAt: (time) => time.getUTCHours() },
  { name: 'day of the month', min: 1, max: 31, valueAt: (time) => time.getUTCDate() },
  { name: 'month', min: 1, max: 12, names: MONTHS, valueAt: (time) => time.getUTCMonth() + 1 },
  { name: 'day of the week', min: 1, max: 7, names: DAYS, valueAt: (time) => time.getUTCDay() + 1 },
  { name: 'year', min: 1970, max: 2199, valueAt: (time) => time.getUTCFullYear() },
];
const [DAY_OF_MONTH, DAY_OF_WEEK] = [2, 4];

/**
 * Reads the fields of `cron(...)` and returns the predicate of the minutes in which it is due. Throws an Error that says
 * what AWS would refuse, or that `L`, `W` or `#` is not supported here.
 */
export function parseCron(text: string): (minuteMs: number) => boolean {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) throw new Error('a cron expression has six fields');
  // Documented: one of the two days must be `?`.
  if ((parts[DAY_OF_MONTH] === '?') === (parts[DAY_OF_WEEK] === '?')) {
    throw new Error('exactly one of day of the month and day of the week must be ?');
  }
  const allowed = FIELDS.map((field, i) => ({ field, values: readField(parts[i] ?? '', field, i) }));
  return (minuteMs) => {
    const time = new Date(minuteMs);
    return allowed.every(({ field, values }) => values.has(field.valueAt(time)));
  };
}

function readField(text: string, field: Field, index: number): ReadonlySet<number> {
  if (text === '?' && (index === DAY_OF_MONTH || index === DAY_OF_WEEK)) return readItem('*', field);
  return new Set(text.split(',').flatMap((item) => [...readItem(item, field)]));
}

/** One item of a list: `*`, a value, a range, or any of them with a step. */
function readItem(item: string, field: Field): ReadonlySet<number> {
  const refuse = () => new Error(`${item || 'nothing'} is not supported as ${field.name}`);
  const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
  const stepBy = step === undefined ? 1 : Number(step);
  const [first = '', last, ...more] = range.split('-');
  const from = range === '*' ? field.min : readValue(first, field);
  // A step counts on to the end of the field; a value by itself is only itself.
  const openEnded = range === '*' || (last === undefined && step !== undefined);
  const to = openEnded ? field.max : readValue(last ?? first, field);
  if (from === null || to === null || from > to || stepBy < 1 || more.length > 0) throw refuse();
  const values = new Set<number>();
  for (let value = from; value <= to; value += stepBy) values.add(value);
  return values;
}

function readValue(text: string, { min, max, names = [] }: Field): number | null {
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return min + named;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : null;
}
