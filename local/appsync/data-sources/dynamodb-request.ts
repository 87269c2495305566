// The request object that a resolver hands to a table.
import type { AttributeValue } from '../resolvers/util/attribute-values';

export type Item = Record<string, AttributeValue>;

interface Expression {
  expression?: string;
  expressionNames?: Record<string, string> | null;
  expressionValues?: Item | null;
}

/** What mapping templates produce; which parts an operation reads depends on `operation`. */
export interface DynamoDbRequest {
  operation?: string;
  key?: Item;
  attributeValues?: Item;
  update?: Expression;
  condition?: Expression;
  query?: Expression;
  filter?: Expression;
  projection?: Expression;
  index?: string;
  limit?: number;
  nextToken?: string | null;
  scanIndexForward?: boolean;
  consistentRead?: boolean;
}

/** The text, or undefined for one that says nothing: DynamoDB refuses empty expressions. */
export const present = (text: string | undefined): string | undefined => (text?.trim() ? text : undefined);

/** The placeholders of several expressions together; DynamoDB refuses empty maps. */
export function placeholders(...expressions: (Expression | undefined | null)[]) {
  const names = Object.assign({}, ...expressions.map((one) => one?.expressionNames ?? {})) as Record<string, string>;
  const values = Object.assign({}, ...expressions.map((one) => one?.expressionValues ?? {})) as Item;
  return {
    ExpressionAttributeNames: Object.keys(names).length > 0 ? names : undefined,
    ExpressionAttributeValues: Object.keys(values).length > 0 ? values : undefined,
  };
}
