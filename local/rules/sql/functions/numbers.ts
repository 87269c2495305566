// The documented functions of numbers.
import { type SqlValue, toDecimal } from '../sql-value';
import { ofDecimal, ofDecimals, type SqlFunction, type SqlFunctions } from './sql-function';

// The documentation rounds -1.5 to -2: halves go away from zero.
const round = (value: number) => Math.sign(value) * Math.round(Math.abs(value));

const remainder = ofDecimals((left, right) => (right === 0 ? undefined : left % right));

// Over BigInt, because JavaScript's own bit operators stop at 32 bits.
const bits = (compute: (left: bigint, right: bigint) => bigint): SqlFunction =>
  ofDecimals((left, right) => Number(compute(BigInt(Math.floor(left)), BigInt(Math.floor(right)))));

/** Cuts the decimal text, because multiplying by a power of ten would turn 4.35 into 4.34. */
function truncate(value: number, places: number): number {
  const text = String(value);
  const point = text.indexOf('.');
  if (point < 0 || text.includes('e')) return places === 0 ? Math.trunc(value) : value;
  return Number(text.slice(0, places === 0 ? point : point + 1 + places));
}

const trunc: SqlFunction = (args) => {
  const value = args.length === 2 ? toDecimal(args[0]) : undefined;
  const places = typeof args[1] === 'number' ? args[1] : undefined;
  if (value === undefined || places === undefined) return undefined;
  return truncate(value, Math.min(34, Math.max(0, Math.floor(places))));
};

const nanvl: SqlFunction = (args): SqlValue => {
  if (args.length !== 2) return undefined;
  const first = args[0];
  return first === undefined || first === null || Number.isNaN(first) ? args[1] : first;
};

/** abs, acos, … trunc, by their documented names. `bitnot` is two's complement. */
export const NUMBER_FUNCTIONS: SqlFunctions = {
  abs: ofDecimal(Math.abs),
  acos: ofDecimal(Math.acos),
  asin: ofDecimal(Math.asin),
  atan: ofDecimal(Math.atan),
  atan2: ofDecimals(Math.atan2),
  bitand: bits((left, right) => left & right),
  bitor: bits((left, right) => left | right),
  bitxor: bits((left, right) => left ^ right),
  bitnot: ofDecimal((value) => Number(~BigInt(Math.floor(value)))),
  ceil: ofDecimal(Math.ceil),
  cos: ofDecimal(Math.cos),
  cosh: ofDecimal(Math.cosh),
  exp: ofDecimal(Math.exp),
  floor: ofDecimal(Math.floor),
  ln: ofDecimal(Math.log),
  log: ofDecimal(Math.log10),
  mod: remainder,
  nanvl,
  power: ofDecimals((base, exponent) => base ** exponent),
  rand: (args) => (args.length === 0 ? Math.random() : undefined),
  remainder,
  round: ofDecimal(round),
  sign: ofDecimal(Math.sign),
  sin: ofDecimal(Math.sin),
  sinh: ofDecimal(Math.sinh),
  sqrt: ofDecimal(Math.sqrt),
  tan: ofDecimal(Math.tan),
  tanh: ofDecimal(Math.tanh),
  trunc,
};
