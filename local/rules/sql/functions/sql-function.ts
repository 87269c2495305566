// What a function of rules SQL is, and the ways most of them are made.
import type { MessageContext } from '../message-context';
import { type SqlValue, toDecimal, toText } from '../sql-value';

/** Computes a function's value from its evaluated arguments. Invalid arguments give Undefined; it never throws. */
export type SqlFunction = (args: readonly SqlValue[], context: MessageContext) => SqlValue;

/** Functions by lower-case name: names are not case sensitive. */
export type SqlFunctions = Readonly<Record<string, SqlFunction>>;

/** Makes a function of one Decimal; an argument that is no Decimal, or an imaginary result, gives Undefined. */
export function ofDecimal(compute: (value: number) => number): SqlFunction {
  return (args) => {
    const value = args.length === 1 ? toDecimal(args[0]) : undefined;
    return value === undefined ? undefined : finite(compute(value));
  };
}

/** Makes a function of two Decimals, Undefined when either is none. */
export function ofDecimals(compute: (left: number, right: number) => number | undefined): SqlFunction {
  return (args) => {
    const left = args.length === 2 ? toDecimal(args[0]) : undefined;
    const right = toDecimal(args[1]);
    return left === undefined || right === undefined ? undefined : finite(compute(left, right));
  };
}

/** Makes a function of `count` Strings, Undefined when an argument cannot be converted to one. */
export function ofTexts(count: number, compute: (...texts: string[]) => SqlValue): SqlFunction {
  return (args) => {
    if (args.length !== count) return undefined;
    const texts: string[] = [];
    for (const arg of args) {
      const text = toText(arg);
      if (text === undefined) return undefined;
      texts.push(text);
    }
    return compute(...texts);
  };
}

/** Returns the number, or Undefined for NaN and infinities, which JSON cannot carry. */
export function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}
