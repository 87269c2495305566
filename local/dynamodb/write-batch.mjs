// BatchWriteItem as one write of the database for each table. dynalite reads each old row (for indexes, which most tables
// lack) and writes each new one by itself.
import { promisify } from 'node:util';
import batchWriteItem from 'dynalite/actions/batchWriteItem.js';
import database from 'dynalite/db/index.js';

/**
 * Puts and deletes what `input` names, which has been validated. What needs the old rows (indexes, consumed capacity) or is
 * to be refused is left to dynalite.
 */
export function writeBatch(store, input, callback) {
  writeTables(store, input).then(
    (done) => (done ? callback(null, { UnprocessedItems: {} }) : batchWriteItem(store, input, callback)),
    callback,
  );
}

async function writeTables(store, input) {
  if ((input.ReturnConsumedCapacity ?? 'NONE') !== 'NONE') return false;
  const tables = await Promise.all(
    Object.entries(input.RequestItems).map(async ([name, requests]) => {
      const table = await promisify(store.getTable)(name).catch(() => null);
      return { name, writes: table && plainWrites(requests, table) };
    }),
  );
  if (!tables.every(({ writes }) => writes)) return false;
  // As in DynamoDB the call as a whole is not atomic; each table's rows are.
  await Promise.all(tables.map(({ name, writes }) => writeRows(store.getItemDb(name), writes)));
  return true;
}

function writeRows(items, writes) {
  return new Promise((resolve, reject) => {
    // The locks of single writes: one that is between its condition and its row must not miss ours.
    items.lock(
      writes.map(({ key }) => key),
      (release) => {
        items.batch(
          writes,
          release((failure) => (failure ? reject(failure) : resolve())),
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
