// DynamoDB's engine, in a thread of its own: its JSON parsing and its indexes (2 ms for a batch of 25 items) must not hold
// up the broker and the API on the main thread. A thread and not a child process, because a process that outlives a killed
// parent would keep the database locked. Plain JavaScript: threads are started without a TypeScript loader.
import { promisify } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import database from 'dynalite/db/index.js';
import { answerRequest } from './answer-request.mjs';
import { cacheTables } from './cache-tables.mjs';
import { closeIterators } from './close-iterators.mjs';

const store = cacheTables(
  database.create({ path: workerData.path, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 }),
);
await store.db.open();
closeIterators(store.db);
parentPort.postMessage({ kind: 'ready' });

parentPort.on('message', async ({ id, ...request }) => {
  try {
    parentPort.postMessage({ id, kind: 'done', value: await carryOut(request) });
  } catch (error) {
    parentPort.postMessage({ id, kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});

function carryOut(request) {
  switch (request.kind) {
    case 'answer':
      return answerRequest(store, request.operation, request.body);
    case 'reindex':
      return reindex(request);
    case 'stop':
      return promisify(store.db.close)();
  }
}

/**
 * Changes the secondary indexes of a table, which dynalite itself cannot. An index enters the table's description only
 * once it is complete and leaves it before its entries do, so that a crash at any point is mended by doing it again.
 */
async function reindex({ tableName, attributeDefinitions, drop, build }) {
  const get = promisify(store.tableDb.get);
  const put = promisify(store.tableDb.put);
  const deleteIndex = promisify(store.deleteIndexDb);
  const updateIndexes = promisify(database.updateIndexes);
  const table = await get(tableName);
  const kept = (table.GlobalSecondaryIndexes ?? [])
    .filter(({ IndexName }) => !drop.includes(IndexName))
    .map((index) => ({ ...index, IndexStatus: 'ACTIVE' }));
  const describe = (indexes) =>
    put(tableName, {
      ...table,
      AttributeDefinitions: attributeDefinitions,
      TableStatus: 'ACTIVE',
      GlobalSecondaryIndexes: indexes.length > 0 ? indexes : undefined,
    });
  await describe(kept);
  for (const indexName of [...drop, ...build.map(({ IndexName }) => IndexName)]) {
    await deleteIndex('Global', tableName, indexName);
  }
  const built = build.map((index) => ({
    ...index,
    IndexArn: `${table.TableArn}/index/${index.IndexName}`,
    IndexSizeBytes: 0,
    ItemCount: 0,
    IndexStatus: 'ACTIVE',
    ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 },
  }));
  const onlyNew = {
    ...table,
    AttributeDefinitions: attributeDefinitions,
    GlobalSecondaryIndexes: built,
    LocalSecondaryIndexes: [],
  };
  for await (const item of store.getItemDb(tableName).createValueStream({})) {
    await updateIndexes(store, onlyNew, null, item);
  }
  await describe([...kept, ...built]);
}
