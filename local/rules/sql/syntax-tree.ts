// What a rules SQL statement is made of, once it has been parsed.
import type { SqlFunction } from './functions/sql-function';
import type { SqlValue } from './sql-value';

export type BinaryOperator =
  | 'OR'
  | 'AND'
  | '='
  | '<>'
  | '<'
  | '>'
  | '<='
  | '>='
  | 'IN'
  | 'LIKE'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%';

export type CastType = 'string' | 'int' | 'decimal' | 'boolean';

export type Expression =
  | { kind: 'literal'; value: SqlValue }
  /** A key of the payload, or of the element that a nested SELECT looks at. */
  | { kind: 'name'; name: string }
  | { kind: 'member'; of: Expression; name: string }
  /** `*` as a function's argument: the whole payload, or the element of a nested SELECT. */
  | { kind: 'everything' }
  /** `encode(*, 'base64')` of the message: the raw bytes, JSON or not. */
  | { kind: 'encodedPayload' }
  | { kind: 'negate'; of: Expression }
  | { kind: 'not'; of: Expression }
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }
  | { kind: 'array'; items: Expression[] }
  | { kind: 'object'; entries: { key: string; value: Expression }[] }
  | { kind: 'case'; subject: Expression; branches: { when: Expression; result: Expression }[]; otherwise: Expression }
  | { kind: 'call'; call: SqlFunction; args: Expression[] }
  | { kind: 'cast'; of: Expression; type: CastType }
  | { kind: 'select'; query: NestedQuery }
  | { kind: 'exists'; query: NestedQuery };

export type SelectItem =
  | { kind: 'everything' }
  /** `path` is the alias (`AS state.reported.temp` nests), or the last name of the expression. */
  | { kind: 'expression'; expression: Expression; path: [string, ...string[]] };

/** What SELECT makes: one value (`SELECT VALUE`), or an object of named items. */
export type Selection =
  | { kind: 'value'; expression: Expression }
  | { kind: 'everything' }
  | { kind: 'items'; items: SelectItem[] };

/** A SELECT inside an expression; `from` gives the array or object that it looks at. */
export interface NestedQuery {
  selection: Selection;
  from: Expression;
  where: Expression | null;
}

/** A rule's statement. */
export interface Statement {
  selection: Selection;
  topicFilter: string;
  where: Expression | null;
}
