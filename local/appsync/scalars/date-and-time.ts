// AWSDate, AWSTime, AWSDateTime: extended ISO 8601, with AppSync's additions (AppSync developer guide, "Scalar types").

const OFFSET = String.raw`(?:Z|[+-](?:0\d|1[0-8]):[0-5]\d(?::[0-5]\d)?)`;
const DATE = String.raw`(-?\d{4})-(\d{2})-(\d{2})`;
const TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?`;

const DATE_ONLY = new RegExp(`^${DATE}${OFFSET}?$`);
const TIME_ONLY = new RegExp(`^${TIME}${OFFSET}?$`);
const DATE_AND_TIME = new RegExp(`^${DATE}T${TIME}${OFFSET}$`);

/** True for `YYYY-MM-DD` with an optional offset, of a day that exists. */
export const isAwsDate = (text: string): boolean => existsIn(DATE_ONLY.exec(text));

/** True for `hh:mm[:ss[.n]]` with an optional offset. */
export const isAwsTime = (text: string): boolean => TIME_ONLY.test(text);

/** True for a date and a time with the offset that AppSync requires; up to nine digits of a second. */
export const isAwsDateTime = (text: string): boolean => existsIn(DATE_AND_TIME.exec(text));

function existsIn(match: RegExpExecArray | null): boolean {
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
