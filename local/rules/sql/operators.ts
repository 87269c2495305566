// The documented operators. Undefined is the third truth value: it is what an operator gives for operands it is not for.
import { matchLike } from './match-like';
import { type SqlValue, sameValue, toBoolean, toDecimal, toText } from './sql-value';
import type { BinaryOperator } from './syntax-tree';

/**
 * AND and OR with three-valued logic: a false operand decides AND and a true one decides OR, whatever the other is.
 * `right` is only evaluated when it matters.
 */
export function logical(operator: 'AND' | 'OR', left: SqlValue, right: () => SqlValue): SqlValue {
  const decides = operator === 'OR';
  const first = toBoolean(left);
  if (first === decides) return decides;
  const second = toBoolean(right());
  if (second === decides) return decides;
  return first === undefined || second === undefined ? undefined : !decides;
}

/** Every other operator of two operands. Never throws; a division by zero is Undefined. */
export function applyOperator(
  operator: Exclude<BinaryOperator, 'AND' | 'OR'>,
  left: SqlValue,
  right: SqlValue,
): SqlValue {
  switch (operator) {
    case '=':
      return left === undefined || right === undefined ? undefined : sameValue(left, right);
    case '<>':
      return left === undefined || right === undefined ? undefined : !sameValue(left, right);
    case 'IN':
      if (left === undefined || !Array.isArray(right)) return undefined;
      return right.some((item) => sameValue(left, item as SqlValue));
    case 'LIKE': {
      const text = toText(left);
      return text === undefined || typeof right !== 'string' ? undefined : matchLike(text, right);
    }
    case '+':
      // Documented: one String is enough to make it a concatenation.
      if (typeof left === 'string' || typeof right === 'string') return concatenate(left, right);
      return arithmetic('+', left, right);
    default:
      return arithmetic(operator, left, right);
  }
}

function concatenate(left: SqlValue, right: SqlValue): SqlValue {
  const first = toText(left);
  const second = toText(right);
  return first === undefined || second === undefined ? undefined : first + second;
}

function arithmetic(operator: '+' | '-' | '*' | '/' | '%' | '<' | '>' | '<=' | '>=', left: SqlValue, right: SqlValue) {
  const a = toDecimal(left);
  const b = toDecimal(right);
  if (a === undefined || b === undefined) return undefined;
  switch (operator) {
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
    case '+':
      return finite(a + b);
    case '-':
      return finite(a - b);
    case '*':
      return finite(a * b);
    case '/':
      // Documented: an Int divided by an Int is an Int.
      return finite(Number.isInteger(left) && Number.isInteger(right) ? Math.trunc(a / b) : a / b);
    case '%':
      return finite(a % b);
  }
}

const finite = (value: number) => (Number.isFinite(value) ? value : undefined);
