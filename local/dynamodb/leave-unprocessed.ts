// A batch of which DynamoDB did not do everything, which it may always answer (BatchWriteItem, BatchGetItem).
import type { AwsResponse } from '../gateway/aws-service';
import type { Engine } from './engine';

type Batch = Record<string, unknown[] | { Keys: unknown[] }>;

/** Has the engine do all but the last `items` items of a batch, and names those in the answer as undone. */
export async function leaveUnprocessed(
  engine: Engine,
  operation: string,
  input: Record<string, unknown>,
  items: number,
): Promise<AwsResponse> {
  const [done, undone] = split(input.RequestItems as Batch, items);
  const name = operation === 'BatchWriteItem' ? 'UnprocessedItems' : 'UnprocessedKeys';
  const empty = operation === 'BatchWriteItem' ? {} : { Responses: {} };
  const answer = Object.keys(done).length > 0 ? await engine.call(operation, { ...input, RequestItems: done }) : empty;
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ ...answer, [name]: undone }),
  };
}

function split(batch: Batch, items: number): [done: Batch, undone: Batch] {
  const done: Batch = {};
  const undone: Batch = {};
  let left = items;
  for (const [table, request] of Object.entries(batch).reverse()) {
    const list = Array.isArray(request) ? request : request.Keys;
    const wrap = (part: unknown[]) => (Array.isArray(request) ? part : { ...request, Keys: part });
    const cut = Math.max(0, list.length - left);
    left -= list.length - cut;
    if (cut > 0) done[table] = wrap(list.slice(0, cut));
    if (cut < list.length) undone[table] = wrap(list.slice(cut));
  }
  return [done, undone];
}
