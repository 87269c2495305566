// BatchWriteItem as one write of the database. dynalite reads each old row (for indexes, which most tables lack) and writes
// each new one by itself.
import batchWriteItem from 'dynalite/actions/batchWriteItem.js';
import database from 'dynalite/db/index.js';

/**
 * Puts and deletes what `input` names, which has been validated. What needs the old rows (indexes, consumed capacity), is
 * spread over several tables or is to be refused is left to dynalite.
 */
export function writeBatch(store, input, callback) {
  const [tableName, ...others] = Object.keys(input.RequestItems);
  const asDynalite = () => batchWriteItem(store, input, callback);
  const wantsCapacity = (input.ReturnConsumedCapacity ?? 'NONE') !== 'NONE';
  if (others.length > 0 || wantsCapacity) return asDynalite();
  store.getTable(tableName, (error, table) => {
    const writes = error ? null : plainWrites(input.RequestItems[tableName], table);
    if (!writes) return asDynalite();
    const items = store.getItemDb(tableName);
    // The locks of single writes: one that is between its condition and its row must not miss ours.
    items.lock(
      writes.map(({ key }) => key),
      (release) => {
        items.batch(
          writes,
          release((failure) => callback(failure, { UnprocessedItems: {} })),
        );
      },
    );
  });
}

/** Returns the database's operations, or null when dynalite must look at them. */
function plainWrites(requests, table) {
  if (table.GlobalSecondaryIndexes?.length || table.LocalSecondaryIndexes?.length) return null;
  const writes = new Map();
  for (const { PutRequest, DeleteRequest } of requests) {
    const invalid = PutRequest
      ? database.validateItem(PutRequest.Item, table)
      : database.validateKey(DeleteRequest.Key, table);
    if (invalid) return null;
    const key = database.createKey(PutRequest?.Item ?? DeleteRequest.Key, table);
    writes.set(key, PutRequest ? { type: 'put', key, value: PutRequest.Item } : { type: 'del', key });
  }
  // A key that is given twice is refused.
  return writes.size === requests.length ? [...writes.values()] : null;
}
