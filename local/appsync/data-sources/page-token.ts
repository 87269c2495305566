// `nextToken`: where a page of a query ended, opaque to clients.

import { AppSyncError } from '../appsync-error';
import type { AttributeValue } from '../resolvers/util/attribute-values';

type Key = Record<string, AttributeValue>;

/** Returns the token for the last key of a page; null at the end. */
export function writePageToken(last: Key | undefined): string | null {
  return last ? Buffer.from(JSON.stringify(last)).toString('base64url') : null;
}

/** Returns the key in a client's token. Throws AppSyncError for anything that is not a token of ours. */
export function readPageToken(token: string | null | undefined): Key | undefined {
  if (token === null || token === undefined || token === '') return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (isKey(key)) return key;
  } catch {
    // Not JSON: the same refusal as for JSON of another shape.
  }
  throw new AppSyncError('Invalid pagination token given.', 'DynamoDB:IllegalArgument');
}

/** Keys are texts and numbers. */
function isKey(candidate: unknown): candidate is Key {
  if (typeof candidate !== 'object' || candidate === null || Array.isArray(candidate)) return false;
  return Object.values(candidate).every((value: { S?: unknown; N?: unknown } | null) => {
    return typeof value?.S === 'string' || typeof value?.N === 'string';
  });
}
