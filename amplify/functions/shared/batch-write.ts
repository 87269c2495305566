// Many rows, of one table or several, with few calls, so that one bad row never sinks the others.
import { backOffMs, type Sleep } from './back-off';
import type { Item } from './table-row';

/** A row and the name of its table. */
export interface TableItem {
  table: string;
  item: Item;
}

/** A row to put, with a text that no other row has: two rows of one table with the same primary key have the same one. */
export interface KeyedItem extends TableItem {
  key: string;
}

/** What writing needs of the tables. */
export interface BatchTables {
  /** BatchWriteItem with puts; returns the rows that DynamoDB left unprocessed. Takes at most 25 rows. */
  putMany(rows: readonly TableItem[]): Promise<Item[]>;
  /** PutItem. */
  putOne(row: TableItem): Promise<void>;
}

const CHUNK = 25;
const MAX_ATTEMPTS = 6;

/**
 * Puts rows and returns the keys of those that could not be stored; never throws. A key given twice is written once, the
 * last one given: repeated within a call, it would fail the call (DynamoDB: BatchWriteItem). What DynamoDB leaves
 * unprocessed is tried again with growing pauses. A call that is refused as invalid is repeated row by row, so that the
 * one bad row is found. `onError` is told of every failure.
 */
export async function batchWrite(
  tables: BatchTables,
  rows: readonly KeyedItem[],
  { sleep, onError }: { sleep: Sleep; onError: (error: unknown) => void },
): Promise<Set<string>> {
  const unique = [...new Map(rows.map((row) => [row.key, row])).values()];
  const chunks: KeyedItem[][] = [];
  for (let i = 0; i < unique.length; i += CHUNK) chunks.push(unique.slice(i, i + CHUNK));
  const failed = await Promise.all(chunks.map((chunk) => writeChunk(tables, chunk, sleep, onError)));
  return new Set(failed.flat());
}

async function writeChunk(tables: BatchTables, chunk: KeyedItem[], sleep: Sleep, onError: (error: unknown) => void) {
  let pending = chunk;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    try {
      const unprocessed = await tables.putMany(pending);
      if (unprocessed.length === 0) return [];
      pending = stillPending(pending, unprocessed);
    } catch (error) {
      onError(error);
      const invalid = error instanceof Error && error.name === 'ValidationException';
      return invalid ? writeSingly(tables, pending, onError) : pending.map(({ key }) => key);
    }
    if (attempt < MAX_ATTEMPTS) await sleep(backOffMs(attempt));
  }
  onError(new Error(`${pending.length} rows were left unprocessed after ${MAX_ATTEMPTS} attempts.`));
  return pending.map(({ key }) => key);
}

async function writeSingly(tables: BatchTables, rows: KeyedItem[], onError: (error: unknown) => void) {
  const outcomes = await Promise.allSettled(rows.map((row) => tables.putOne(row)));
  return rows
    .filter((_, i) => {
      const outcome = outcomes[i];
      if (outcome?.status !== 'rejected') return false;
      onError(outcome.reason);
      return true;
    })
    .map(({ key }) => key);
}

/** Finds the rows that came back: the SDK gives copies, so they are told by what they hold. */
function stillPending(pending: KeyedItem[], unprocessed: readonly Item[]): KeyedItem[] {
  const back = new Set(unprocessed.map((item) => JSON.stringify(item)));
  const found = pending.filter(({ item }) => back.has(JSON.stringify(item)));
  // An unprocessed row that cannot be matched must not be taken for stored.
  return found.length === unprocessed.length ? found : pending;
}
