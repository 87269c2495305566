// Parses rules SQL: the statement and the SELECTs nested in it. Expressions live in parse-expression.ts.
import { checkTopicFilter } from '../topic-filter';
import { parseOne } from './parse-expression';
import { SqlError } from './sql-error';
import type { Expression, NestedQuery, SelectItem, Selection, Statement } from './syntax-tree';
import { readTokens, type TokenReader } from './token-reader';

/**
 * Parses a rule's statement (AWS IoT SQL version 2016-03-23). Throws SqlError: `syntax` for what the documented grammar
 * does not have, `unsupported` for a function that the local cloud lacks.
 */
export function parseStatement(sql: string): Statement {
  const tokens = readTokens(sql);
  tokens.expect('SELECT');
  const selection = parseSelection(tokens, false);
  tokens.expect('FROM');
  const topic = tokens.peek();
  if (topic.kind !== 'string' || topic.quote !== "'") throw tokens.refuse('a topic filter in single quotes');
  tokens.next();
  const problem = checkTopicFilter(topic.value);
  if (problem) throw new SqlError('syntax', problem);
  const where = tokens.accept('WHERE') ? parseExpression(tokens, false, 0) : null;
  if (tokens.peek().kind !== 'end') throw tokens.refuse('the end');
  return { selection, topicFilter: topic.value, where };
}

/** Parses the expression of a substitution template. Throws SqlError as parseStatement does. */
export function parseTemplateExpression(text: string): Expression {
  const tokens = readTokens(text);
  const expression = parseExpression(tokens, false, 0);
  if (tokens.peek().kind !== 'end') throw tokens.refuse('the end');
  return expression;
}

function parseExpression(tokens: TokenReader, nested: boolean, depth: number): Expression {
  return parseOne({ tokens, nested, depth, parseNestedQuery });
}

/** Parses what follows SELECT in an expression. */
function parseNestedQuery(tokens: TokenReader, depth: number): NestedQuery {
  tokens.expect('SELECT');
  const selection = parseSelection(tokens, true, depth);
  tokens.expect('FROM');
  const from = parseExpression(tokens, true, depth);
  const where = tokens.accept('WHERE') ? parseExpression(tokens, true, depth) : null;
  return { selection, from, where };
}

function parseSelection(tokens: TokenReader, nested: boolean, depth = 0): Selection {
  if (acceptValueKeyword(tokens)) {
    if (tokens.accept('*')) return { kind: 'everything' };
    return { kind: 'value', expression: parseExpression(tokens, nested, depth) };
  }
  const items: SelectItem[] = [];
  do {
    if (tokens.accept('*')) items.push({ kind: 'everything' });
    else items.push(parseItem(tokens, nested, depth));
  } while (tokens.accept(','));
  return items.length === 1 && items[0]?.kind === 'everything' ? { kind: 'everything' } : { kind: 'items', items };
}

/** VALUE is also a common payload key: `SELECT value FROM` selects the key, `SELECT VALUE color FROM` is the keyword. */
function acceptValueKeyword(tokens: TokenReader): boolean {
  if (!tokens.accept('VALUE')) return false;
  const after = tokens.peek();
  const isKey =
    (after.kind === 'keyword' && ['FROM', 'AS'].includes(after.keyword)) ||
    (after.kind === 'symbol' && [',', '.', '+', '/', '%', '=', '<', '>', '<=', '>=', '<>'].includes(after.symbol));
  if (isKey) tokens.back();
  return !isKey;
}

function parseItem(tokens: TokenReader, nested: boolean, depth: number): SelectItem {
  const expression = parseExpression(tokens, nested, depth);
  if (tokens.accept('AS')) {
    const path: [string, ...string[]] = [tokens.expectName()];
    while (tokens.accept('.')) path.push(tokens.expectName());
    return { kind: 'expression', expression, path };
  }
  if (expression.kind === 'name' || expression.kind === 'member') {
    return { kind: 'expression', expression, path: [expression.name] };
  }
  throw tokens.refuse('AS and a name for this expression');
}
