// Rows of the API's tables, as functions write them without going through the API.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

/** A row in DynamoDB's own notation. */
export type Item = Record<string, AttributeValue>;

/**
 * Returns the attributes that every row of a generated model must carry, for model `typename` at `nowMs`: the API's types
 * say they are never null, and a row without them is null as a whole when it is read.
 */
export function modelAttributes(typename: string, nowMs: number): Record<string, string> {
  const now = new Date(nowMs).toISOString();
  return { __typename: typename, createdAt: now, updatedAt: now };
}

/** Returns the time to live of a row, in epoch SECONDS as DynamoDB wants it, `days` after `fromMs`. */
export function expiresAt(fromMs: number, days: number): number {
  return Math.ceil(fromMs / 1000) + days * 86_400;
}

/** Returns a row in DynamoDB's notation. Undefined attributes are left out; numbers beyond 2^53 keep what precision they have. */
export function toItem(row: Readonly<Record<string, unknown>>): Item {
  return marshall(row, { removeUndefinedValues: true, allowImpreciseNumbers: true });
}

/** Returns a row from DynamoDB's notation, every number as a JavaScript number. */
export function fromItem(item: Item): Record<string, unknown> {
  // Without this, numbers beyond 2^53 come back as BigInt, or as an exception when they have an exponent.
  return unmarshall(item, { wrapNumbers: Number });
}
