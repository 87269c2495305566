// BatchGetItem as one read of the database for each table, where dynalite reads row by row.
import { promisify } from 'node:util';
import batchGetItem from 'dynalite/actions/batchGetItem.js';
import database from 'dynalite/db/index.js';

// Above this an answer is cut (DynamoDB: BatchGetItem, 16 MB; dynalite cuts at 1 MB). A row's text is longer than its size.
const WHOLE_ANSWER_CHARACTERS = 1024 * 1024;

/** Reads the rows that `input` names, which has been validated. What is to be refused or cut is left to dynalite. */
export function readBatch(store, input, callback) {
  rowsByTable(store, input).then(
    (Responses) =>
      Responses ? callback(null, { Responses, UnprocessedKeys: {} }) : batchGetItem(store, input, callback),
    callback,
  );
}

async function rowsByTable(store, input) {
  if ((input.ReturnConsumedCapacity ?? 'NONE') !== 'NONE') return null;
  const responses = {};
  let characters = 0;
  for (const [tableName, request] of Object.entries(input.RequestItems)) {
    const table = await promisify(store.getTable)(tableName).catch(() => null);
    if (!table || isRefused(request, table)) return null;
    const keys = request.Keys.map((key) => `item-${tableName}~${database.createKey(key, table)}`);
    const texts = (await store.db.getMany(keys, { valueEncoding: 'utf8' })).filter((text) => text !== undefined);
    characters = texts.reduce((sum, text) => sum + text.length, characters);
    if (characters > WHOLE_ANSWER_CHARACTERS) return null;
    const paths = request._projection?.paths ?? request.AttributesToGet;
    responses[tableName] = texts.map((text) => {
      const item = JSON.parse(text);
      return paths ? database.mapPaths(paths, item) : item;
    });
  }
  return responses;
}

function isRefused({ Keys, _projection }, table) {
  if (database.validateKeyPaths(_projection?.nestedPaths, table)) return true;
  return Keys.some((key) => database.validateKey(key, table));
}
