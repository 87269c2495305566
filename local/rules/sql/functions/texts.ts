// The documented functions of strings, without regular expressions.
import { type SqlValue, toDecimal, toText } from '../sql-value';
import { ofTexts, type SqlFunction, type SqlFunctions } from './sql-function';

/** A String, an Int and maybe a second Int, each by the standard conversions; Decimals are rounded down. */
function textAndInts(args: readonly SqlValue[]): { text: string; ints: number[] } | null {
  const text = toText(args[0]);
  const ints: number[] = [];
  for (const arg of args.slice(1)) {
    const decimal = toDecimal(arg);
    if (decimal === undefined) return null;
    ints.push(Math.floor(decimal));
  }
  return text === undefined ? null : { text, ints };
}

const padded = (pad: (text: string, spaces: string) => string): SqlFunction => {
  return (args) => {
    const parsed = args.length === 2 ? textAndInts(args) : null;
    if (!parsed) return undefined;
    // Documented: a count outside 0..1000 becomes the nearest valid one.
    return pad(parsed.text, ' '.repeat(Math.min(1000, Math.max(0, parsed.ints[0] ?? 0))));
  };
};

const substring: SqlFunction = (args) => {
  const parsed = args.length === 2 || args.length === 3 ? textAndInts(args) : null;
  if (!parsed) return undefined;
  const [from = 0, to = parsed.text.length] = parsed.ints;
  // Slicing by clamped indices: `substring` of JavaScript would swap them, the documentation returns "".
  return parsed.text.slice(Math.max(0, from), Math.max(0, to));
};

const chr: SqlFunction = (args) => {
  const decimal = args.length === 1 ? toDecimal(args[0]) : undefined;
  const code = decimal === undefined ? -1 : Math.floor(decimal);
  return code >= 0 && code <= 127 ? String.fromCharCode(code) : undefined;
};

const concat: SqlFunction = (args) => {
  if (args.length === 0) return undefined;
  if (args.some((arg) => Array.isArray(arg))) return args.flat() as SqlValue[];
  const texts = args.map(toText);
  return texts.includes(undefined) ? undefined : texts.join('');
};

/** chr, concat, … upper, by their documented names. */
export const TEXT_FUNCTIONS: SqlFunctions = {
  chr,
  concat,
  endswith: ofTexts(2, (text = '', end = '') => text.endsWith(end)),
  indexof: ofTexts(2, (text = '', part = '') => text.indexOf(part)),
  length: ofTexts(1, (text = '') => text.length),
  lower: ofTexts(1, (text = '') => text.toLowerCase()),
  lpad: padded((text, spaces) => spaces + text),
  ltrim: ofTexts(1, (text = '') => text.replace(/^[\t ]+/, '')),
  numbytes: ofTexts(1, (text = '') => Buffer.byteLength(text)),
  replace: ofTexts(3, (text = '', part = '', by = '') => text.split(part).join(by)),
  rpad: padded((text, spaces) => text + spaces),
  rtrim: ofTexts(1, (text = '') => text.replace(/(?<![\t ])[\t ]+$/, '')),
  startswith: ofTexts(2, (text = '', start = '') => text.startsWith(start)),
  substring,
  trim: ofTexts(1, (text = '') => text.trim()),
  upper: ofTexts(1, (text = '') => text.toUpperCase()),
};
