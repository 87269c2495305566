// cast(value as type): the standard conversions, and numbers to and from Booleans.
import { type SqlValue, toBoolean, toDecimal, toText } from './sql-value';
import type { CastType } from './syntax-tree';

/** Returns the value as that type, or Undefined when it cannot be cast. A Decimal becomes an Int by rounding down. */
export function castValue(value: SqlValue, type: CastType): SqlValue {
  const number = typeof value === 'boolean' ? Number(value) : toDecimal(value);
  switch (type) {
    case 'string':
      return toText(value);
    case 'decimal':
      return number;
    case 'int':
      return number === undefined ? undefined : Math.floor(number);
    case 'boolean':
      return typeof value === 'number' ? value !== 0 : toBoolean(value);
  }
}
