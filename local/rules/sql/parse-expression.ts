// Parses expressions of rules SQL by binding power (Pratt).
import type { ExpressionScope } from './expression-scope';
import { parseCall } from './parse-call';
import { SqlError } from './sql-error';
import type { BinaryOperator, Expression } from './syntax-tree';
import { operatorText } from './token-reader';

// Far deeper than any rule a person writes, far shallower than the stack.
const DEEPEST = 200;

const BINDING_POWER: ReadonlyMap<string, number> = new Map([
  ['OR', 1],
  ['AND', 2],
  ['=', 4],
  ['<>', 4],
  ['<', 4],
  ['>', 4],
  ['<=', 4],
  ['>=', 4],
  ['IN', 4],
  ['LIKE', 4],
  ['+', 5],
  ['-', 5],
  ['*', 6],
  ['/', 6],
  ['%', 6],
]);
const NOT_BINDS = 3;
const SIGN_BINDS = 7;

/** Parses one whole expression. Throws SqlError (`syntax` or `unsupported`). */
export function parseOne(scope: ExpressionScope): Expression {
  return parseAbove(scope, 0);
}

function parseAbove(outer: ExpressionScope, minimum: number): Expression {
  const scope = { ...outer, depth: outer.depth + 1 };
  if (scope.depth > DEEPEST) throw new SqlError('syntax', `Expressions may be nested ${DEEPEST} deep.`);
  let left = parseOperand(scope);
  for (;;) {
    const operator = operatorText(scope.tokens.peek());
    const power = operator === null ? undefined : BINDING_POWER.get(operator);
    if (operator === null || power === undefined || power <= minimum) return left;
    scope.tokens.next();
    left = { kind: 'binary', operator: operator as BinaryOperator, left, right: parseAbove(scope, power) };
  }
}

function parseOperand(scope: ExpressionScope): Expression {
  const { tokens } = scope;
  if (tokens.accept('-')) return { kind: 'negate', of: parseAbove(scope, SIGN_BINDS) };
  if (tokens.accept('NOT')) return { kind: 'not', of: parseAbove(scope, NOT_BINDS) };
  let operand = parsePrimary(scope);
  while (tokens.accept('.')) operand = { kind: 'member', of: operand, name: tokens.expectName() };
  // The documented way into an array is get(array, index).
  if (operatorText(tokens.peek()) === '[') throw tokens.refuse('get(array, index)');
  return operand;
}

function parsePrimary(scope: ExpressionScope): Expression {
  const { tokens } = scope;
  const token = tokens.peek();
  if (token.kind === 'number' || token.kind === 'string') {
    tokens.next();
    return { kind: 'literal', value: token.value };
  }
  if (tokens.accept('(')) return parseParenthesis(scope);
  if (tokens.accept('[')) return { kind: 'array', items: parseList(scope, ']') };
  if (tokens.accept('{')) return parseObject(scope);
  if (token.kind === 'name') {
    tokens.next();
    return tokens.accept('(') ? parseCall(token.text, scope, parseOne) : { kind: 'name', name: token.text };
  }
  if (token.kind === 'keyword') return parseKeyword(token.keyword, scope);
  throw tokens.refuse('a value');
}

function parseKeyword(keyword: string, scope: ExpressionScope): Expression {
  const { tokens } = scope;
  tokens.next();
  switch (keyword) {
    case 'TRUE':
      return { kind: 'literal', value: true };
    case 'FALSE':
      return { kind: 'literal', value: false };
    case 'NULL':
      return { kind: 'literal', value: null };
    case 'UNDEFINED':
      return { kind: 'literal', value: undefined };
    case 'CASE':
      return parseCase(scope);
    case 'EXISTS': {
      tokens.expect('(');
      const query = scope.parseNestedQuery(tokens, scope.depth);
      tokens.expect(')');
      return { kind: 'exists', query };
    }
    case 'VALUE':
      // Only after SELECT it is a keyword; payloads often have a key of that name.
      tokens.back();
      return { kind: 'name', name: tokens.expectName() };
    default:
      tokens.back();
      throw tokens.refuse('a value');
  }
}

function parseParenthesis(scope: ExpressionScope): Expression {
  const { tokens } = scope;
  const expression: Expression =
    operatorText(tokens.peek()) === 'SELECT'
      ? { kind: 'select', query: scope.parseNestedQuery(tokens, scope.depth) }
      : parseAbove(scope, 0);
  tokens.expect(')');
  return expression;
}

function parseList(scope: ExpressionScope, end: string): Expression[] {
  const items: Expression[] = [];
  if (scope.tokens.accept(end)) return items;
  do items.push(parseAbove(scope, 0));
  while (scope.tokens.accept(','));
  scope.tokens.expect(end);
  return items;
}

function parseObject(scope: ExpressionScope): Expression {
  const { tokens } = scope;
  const entries: { key: string; value: Expression }[] = [];
  if (tokens.accept('}')) return { kind: 'object', entries };
  do {
    const key = tokens.peek();
    if (key.kind !== 'string') throw tokens.refuse('a key in quotes');
    tokens.next();
    tokens.expect(':');
    entries.push({ key: key.value, value: parseAbove(scope, 0) });
  } while (tokens.accept(','));
  tokens.expect('}');
  return { kind: 'object', entries };
}

/** `CASE v WHEN t THEN r … ELSE r END`: the documented form always compares a value. */
function parseCase(scope: ExpressionScope): Expression {
  const { tokens } = scope;
  const subject = parseAbove(scope, 0);
  const branches: { when: Expression; result: Expression }[] = [];
  tokens.expect('WHEN');
  do {
    const when = parseAbove(scope, 0);
    tokens.expect('THEN');
    branches.push({ when, result: parseAbove(scope, 0) });
  } while (tokens.accept('WHEN'));
  const otherwise: Expression = tokens.accept('ELSE') ? parseAbove(scope, 0) : { kind: 'literal', value: undefined };
  tokens.expect('END');
  return { kind: 'case', subject, branches, otherwise };
}
