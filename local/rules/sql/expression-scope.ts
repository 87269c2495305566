// Where the parser stands while it reads an expression.
import type { NestedQuery } from './syntax-tree';
import type { TokenReader } from './token-reader';

export interface ExpressionScope {
  tokens: TokenReader;
  /** True inside a nested SELECT, where names and `*` mean the element it looks at. */
  nested: boolean;
  depth: number;
  /** Handed in by the statement's parser, so that the two do not import each other. */
  parseNestedQuery(tokens: TokenReader, depth: number): NestedQuery;
}
