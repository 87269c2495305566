// The condition operators of policy documents that the local cloud evaluates (IAM: condition operators).
import { BlockList, isIP } from 'node:net';
import { fillPattern, type PolicyVariables, parsePattern } from './resource-pattern';

/** Compares the context's value with one value of the policy. */
type Compare = (actual: string, wanted: string) => boolean;

interface Operator {
  compare: Compare;
  /** Negated operators hold when NO value of the policy compares, and when the context has no value at all. */
  negated: boolean;
  /** Whether `*` and `?` in the policy's value are wildcards. */
  wildcards?: boolean;
}

const equals: Compare = (actual, wanted) => actual === wanted;
const equalsIgnoringCase: Compare = (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase();
const numeric = (holds: (actual: number, wanted: number) => boolean): Compare => {
  return (actual, wanted) => actual.trim() !== '' && wanted.trim() !== '' && holds(Number(actual), Number(wanted));
};

const OPERATORS = new Map<string, Operator>([
  ['StringEquals', { compare: equals, negated: false }],
  ['StringNotEquals', { compare: equals, negated: true }],
  ['StringEqualsIgnoreCase', { compare: equalsIgnoringCase, negated: false }],
  ['StringNotEqualsIgnoreCase', { compare: equalsIgnoringCase, negated: true }],
  ['StringLike', { compare: equals, negated: false, wildcards: true }],
  ['StringNotLike', { compare: equals, negated: true, wildcards: true }],
  ['Bool', { compare: equalsIgnoringCase, negated: false }],
  ['NumericEquals', { compare: numeric((a, b) => a === b), negated: false }],
  ['NumericNotEquals', { compare: numeric((a, b) => a === b), negated: true }],
  ['NumericLessThan', { compare: numeric((a, b) => a < b), negated: false }],
  ['NumericLessThanEquals', { compare: numeric((a, b) => a <= b), negated: false }],
  ['NumericGreaterThan', { compare: numeric((a, b) => a > b), negated: false }],
  ['NumericGreaterThanEquals', { compare: numeric((a, b) => a >= b), negated: false }],
  ['IpAddress', { compare: isInNetwork, negated: false }],
  ['NotIpAddress', { compare: isInNetwork, negated: true }],
]);

const IF_EXISTS = 'IfExists';

/** Says whether the local cloud can evaluate the operator. */
export function isKnownOperator(name: string): boolean {
  return name === 'Null' || OPERATORS.has(name.endsWith(IF_EXISTS) ? name.slice(0, -IF_EXISTS.length) : name);
}

/**
 * Says whether `operator` holds for the context's value of `key` and any of the policy's values (none of them, for a
 * negated operator). Returns null for an operator that is not known: the caller must decide against access.
 */
export function conditionHolds(
  operator: string,
  key: string,
  wanted: readonly string[],
  variables: PolicyVariables,
): boolean | null {
  const actual = variables(key);
  if (operator === 'Null') return wanted.some((value) => value.toLowerCase() === String(actual === undefined));
  const ifExists = operator.endsWith(IF_EXISTS);
  const known = OPERATORS.get(ifExists ? operator.slice(0, -IF_EXISTS.length) : operator);
  if (!known) return null;
  if (actual === undefined) return ifExists || known.negated;
  const any = wanted.some((value) => comparesWith(known, actual, value, variables));
  return known.negated ? !any : any;
}

function comparesWith(operator: Operator, actual: string, wanted: string, variables: PolicyVariables): boolean {
  const template = parsePattern(wanted, operator.wildcards ?? false);
  if (operator.wildcards) return fillPattern(template, variables)?.matches(actual) ?? false;
  let filled = '';
  for (const token of template.tokens) {
    const text = token.kind === 'text' ? token.text : token.kind === 'variable' ? variables(token.name) : undefined;
    if (text === undefined) return false;
    filled += text;
  }
  return operator.compare(actual, filled);
}

function isInNetwork(address: string, network: string): boolean {
  const [base = '', prefix] = network.split('/');
  const family = isIP(base) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(base) === 0 || isIP(address) === 0) return false;
  const bits = prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix);
  if (!Number.isInteger(bits) || bits < 0 || bits > (family === 'ipv6' ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(base, bits, family);
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
