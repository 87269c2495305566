// Reads IAM policy documents. What the evaluation would not honour is refused here, when the local cloud starts: a policy
// must never mean less, or more, than it says.
import { type PatternPiece, parsePattern } from './match-pattern';

/** One statement, ready to be evaluated. */
export interface PolicyStatement {
  effect: 'Allow' | 'Deny';
  /** Lower-case patterns; action names are case-insensitive. */
  actions: { negated: boolean; patterns: PatternPiece[][] };
  /** Patterns of ARNs, in their six parts; null stands for `*`. */
  resources: { negated: boolean; patterns: (PatternPiece[][] | null)[] };
  conditions: PolicyCondition[];
}

/** One condition: the request's value for `key` must match one of the patterns (or none, when negated). */
export interface PolicyCondition {
  key: string;
  negated: boolean;
  caseSensitive: boolean;
  patterns: PatternPiece[][];
}

/** A policy document that the local cloud cannot evaluate. */
export class UnsupportedPolicyError extends Error {
  override name = 'UnsupportedPolicyError';
}

const STATEMENT_KEYS = new Set(['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']);
// The single-valued operators that the project's policies need. Sets (ForAnyValue:), IfExists, numbers and dates are not.
const OPERATORS = new Map([
  ['StringEquals', { negated: false, caseSensitive: true, wildcards: false }],
  ['StringNotEquals', { negated: true, caseSensitive: true, wildcards: false }],
  ['StringLike', { negated: false, caseSensitive: true, wildcards: true }],
  ['StringNotLike', { negated: true, caseSensitive: true, wildcards: true }],
  ['ArnEquals', { negated: false, caseSensitive: true, wildcards: true }],
  ['ArnLike', { negated: false, caseSensitive: true, wildcards: true }],
  ['Bool', { negated: false, caseSensitive: false, wildcards: false }],
]);
/** What a request says of itself; a condition on anything else could never be decided here. */
export const CONTEXT_KEYS: ReadonlySet<string> = new Set([
  'aws:PrincipalArn',
  'aws:PrincipalAccount',
  'aws:RequestedRegion',
  'aws:SecureTransport',
  'cognito-identity.amazonaws.com:sub',
]);

/** Returns the statements of `document`; `where` names it in errors. Throws UnsupportedPolicyError. */
export function parsePolicy(document: unknown, where: string): PolicyStatement[] {
  const fail = (problem: string) => new UnsupportedPolicyError(`${where}: ${problem}.`);
  if (!isRecord(document)) throw fail('not a policy document');
  if (document.Version !== '2012-10-17') throw fail('only the policy version 2012-10-17 is supported');
  return list(document.Statement).map((statement) => parseStatement(statement, fail));
}

type Fail = (problem: string) => UnsupportedPolicyError;

function parseStatement(statement: unknown, fail: Fail): PolicyStatement {
  if (!isRecord(statement)) throw fail('a statement is not an object');
  const unknown = Object.keys(statement).find((key) => !STATEMENT_KEYS.has(key));
  if (unknown !== undefined) throw fail(`the statement element ${unknown} is not supported`);
  const { Effect: effect } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') throw fail('the effect is neither Allow nor Deny');
  const actions = oneOf(statement, 'Action', 'NotAction', fail);
  const resources = oneOf(statement, 'Resource', 'NotResource', fail);
  return {
    effect,
    actions: { negated: actions.negated, patterns: actions.texts.map((text) => parsePattern(text.toLowerCase())) },
    resources: { negated: resources.negated, patterns: resources.texts.map((text) => parseArnPattern(text, fail)) },
    conditions: parseConditions(statement.Condition ?? {}, fail),
  };
}

function oneOf(statement: Record<string, unknown>, name: string, notName: string, fail: Fail) {
  const negated = notName in statement;
  if (negated === name in statement) throw fail(`a statement needs either ${name} or ${notName}`);
  const texts = list(statement[negated ? notName : name]).map((text) => {
    if (typeof text !== 'string') throw fail(`${negated ? notName : name} is not a text`);
    return text;
  });
  return { negated, texts };
}

/** Returns the patterns of an ARN's six parts; a wildcard stays inside its part, as IAM documents. */
function parseArnPattern(text: string, fail: Fail): PatternPiece[][] | null {
  if (text === '*') return null;
  const pieces = splitArn(text.replace(/\$\{[^}]*\}/g, (variable) => variable.replaceAll(':', '\0')));
  if (!pieces) throw fail(`"${text}" is not an ARN`);
  return pieces.map((piece) => checkVariables(parsePattern(piece.replaceAll('\0', ':')), fail));
}

/** Splits an ARN at its first five colons; null when it has fewer. */
export function splitArn(arn: string): string[] | null {
  const parts = arn.split(':');
  return parts.length < 6 || parts[0] !== 'arn' ? null : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function parseConditions(condition: unknown, fail: Fail): PolicyCondition[] {
  if (!isRecord(condition)) throw fail('Condition is not an object');
  return Object.entries(condition).flatMap(([name, keys]) => {
    const operator = OPERATORS.get(name);
    if (!operator) throw fail(`the condition operator ${name} is not supported`);
    if (!isRecord(keys)) throw fail(`${name} is not an object`);
    const { negated, caseSensitive, wildcards } = operator;
    return Object.entries(keys).map(([key, values]) => {
      if (!CONTEXT_KEYS.has(key)) throw fail(`the condition key ${key} is not supported`);
      const patterns = list(values).map((value) => {
        const text = caseSensitive ? String(value) : String(value).toLowerCase();
        const pieces = checkVariables(parsePattern(text), fail);
        return wildcards ? pieces : pieces.map(asText);
      });
      return { key, negated, caseSensitive, patterns };
    });
  });
}

function asText(piece: PatternPiece): PatternPiece {
  if (piece.kind === 'any') return { kind: 'text', text: '*' };
  if (piece.kind === 'one') return { kind: 'text', text: '?' };
  return piece;
}

function checkVariables(pieces: PatternPiece[], fail: Fail): PatternPiece[] {
  const unknown = pieces.find((piece) => piece.kind === 'variable' && !CONTEXT_KEYS.has(piece.name));
  if (unknown?.kind === 'variable') throw fail(`the policy variable ${unknown.name} is not supported`);
  return pieces;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
