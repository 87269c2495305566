// CloudFormation's condition functions.
import { type IntrinsicScope, resolveIntrinsics, UnresolvableError } from './resolve-intrinsics';

/**
 * Returns whether a condition of a template holds: Fn::Equals, Fn::Not, Fn::And, Fn::Or and references to other
 * conditions, as the template reference defines them. Throws UnresolvableError for anything else.
 */
export function evaluateCondition(condition: unknown, scope: IntrinsicScope): boolean {
  const entries = typeof condition === 'object' && condition !== null ? Object.entries(condition) : [];
  const [name, argument] = entries.length === 1 && entries[0] ? entries[0] : ['', undefined];
  const fail = () => new UnresolvableError(`Not a supported condition: ${JSON.stringify(condition)}`, scope.stackPath);
  if (name === 'Condition' && typeof argument === 'string') return scope.condition(argument);
  if (!Array.isArray(argument)) throw fail();
  const operands = (least: number, most: number) => {
    if (argument.length < least || argument.length > most) throw fail();
    return argument;
  };
  switch (name) {
    case 'Fn::Equals': {
      const [left, right] = operands(2, 2).map((operand) => resolveIntrinsics(operand, scope));
      return JSON.stringify(left) === JSON.stringify(right);
    }
    case 'Fn::Not':
      return !evaluateCondition(operands(1, 1)[0], scope);
    case 'Fn::And':
      return operands(2, 10).every((operand) => evaluateCondition(operand, scope));
    case 'Fn::Or':
      return operands(2, 10).some((operand) => evaluateCondition(operand, scope));
    default:
      throw fail();
  }
}
