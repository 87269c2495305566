// Parses function calls, with the three that are not plain: cast(value as type), encode(*, …) and decode(…).
import type { ExpressionScope } from './expression-scope';
import { findFunction } from './functions/find-function';
import { SqlError } from './sql-error';
import type { CastType, Expression } from './syntax-tree';

// AWS IoT SQL reference, cast(): the keywords of version 2016-03-23.
const CAST_TYPES: ReadonlyMap<string, CastType> = new Map([
  ['string', 'string'],
  ['nvarchar', 'string'],
  ['text', 'string'],
  ['ntext', 'string'],
  ['varchar', 'string'],
  ['int', 'int'],
  ['integer', 'int'],
  ['double', 'decimal'],
  ['decimal', 'decimal'],
  ['bool', 'boolean'],
  ['boolean', 'boolean'],
]);

/** Parses what follows `name(`. `parse` reads one expression. Throws SqlError (`syntax` or `unsupported`). */
export function parseCall(
  name: string,
  scope: ExpressionScope,
  parse: (scope: ExpressionScope) => Expression,
): Expression {
  const { tokens } = scope;
  const lower = name.toLowerCase();
  if (lower === 'cast') return parseCast(scope, parse);
  const call = findFunction(name);
  const args: Expression[] = [];
  if (!tokens.accept(')')) {
    do args.push(tokens.accept('*') ? { kind: 'everything' } : parse(scope));
    while (tokens.accept(','));
    tokens.expect(')');
  }
  if (lower === 'encode' || lower === 'decode') checkScheme(lower, args);
  if (lower === 'encode' && args[0]?.kind === 'everything' && !scope.nested) return { kind: 'encodedPayload' };
  return { kind: 'call', call, args };
}

function parseCast(scope: ExpressionScope, parse: (scope: ExpressionScope) => Expression): Expression {
  const { tokens } = scope;
  const of = parse(scope);
  tokens.expect('AS');
  const type = CAST_TYPES.get(tokens.expectName().toLowerCase());
  if (!type) {
    tokens.back();
    throw tokens.refuse('a type');
  }
  tokens.expect(')');
  return { kind: 'cast', of, type };
}

/** Documented: the scheme is a literal, and only 'base64'. */
function checkScheme(name: string, args: Expression[]): void {
  const scheme = args[1];
  if (args.length !== 2 || scheme?.kind !== 'literal' || scheme.value !== 'base64') {
    throw new SqlError('unsupported', `${name}() takes a value and the scheme 'base64'.`);
  }
}
