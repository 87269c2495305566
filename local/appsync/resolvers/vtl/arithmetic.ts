// Velocity's operators on two numbers.

/** Returns `a operator b`: a number, or whether the order holds; null for an operator that numbers do not have. */
export function arithmetic(operator: string, a: number, b: number): number | boolean | null {
  switch (operator) {
    case '-':
      return a - b;
    case '*':
      return a * b;
    // Whole numbers divide as Java's int does.
    case '/':
      return Number.isInteger(a) && Number.isInteger(b) ? Math.trunc(a / b) : a / b;
    case '%':
      return a % b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      return null;
  }
}
