// Opens the backend's tables on disk and serves them.
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Assembly } from '../assembly/assembly';
import type { AwsService } from '../gateway/aws-service';
import { type Clock, systemClock } from '../settings/clock';
import type { TableCaller } from '../settings/ports';
import { createDynamoDbService } from './dynamodb-service';
import { startEngine } from './engine';
import { createEngineClient } from './engine-client';
import { Faults } from './faults';
import { prepareTables } from './prepare-tables';
import { remoteEngine } from './remote-engine';
import { sweepExpired } from './sweep-expired';
import { tableDefinitions } from './table-definition';

/** The running tables. */
export interface DynamoDb {
  service: AwsService;
  /** For services that have already evaluated a role (AppSync's data sources): no signature, no policy. */
  tables: TableCaller;
  /** The same for tests and tools, as the SDK's client. Destroy it yourself. */
  localClient(): DynamoDBClient;
  /** What goes wrong on request of a test; nothing by default. */
  faults: Faults;
  /** Deletes what has expired by `nowMs` and returns how many items that were. Runs by itself every hour. */
  sweepExpired(nowMs: number): Promise<number>;
  stop(): Promise<void>;
}

const DEFAULT_SWEEP_EVERY_MS = 3_600_000;

/**
 * Opens the tables below `<dataDirectory>/dynamodb`, creating or re-indexing them as the template says. Throws
 * TableChangedError when a table's key has changed and DatabaseEngineError when the folder cannot be opened (another process
 * may have it). FLEETLIGHT_DYNAMODB_ENDPOINT names another engine to use, for `npm run test:dynamodb-local`. `onError`
 * hears of a sweep that failed; it is tried again at the next turn.
 */
export async function startDynamoDb(options: {
  assembly: Assembly;
  dataDirectory: string;
  clock?: Clock;
  sweepEveryMs?: number;
  onError?: (error: unknown) => void;
}): Promise<DynamoDb> {
  const { clock = systemClock, sweepEveryMs = DEFAULT_SWEEP_EVERY_MS, onError = () => undefined } = options;
  const tables = tableDefinitions(options.assembly);
  const path = join(options.dataDirectory, 'dynamodb');
  const { FLEETLIGHT_DYNAMODB_ENDPOINT: endpoint } = process.env;
  const engine = endpoint ? remoteEngine(endpoint, path) : await startEngine(path);
  try {
    await prepareTables(engine, tables);
  } catch (error) {
    await engine.stop();
    throw error;
  }
  const expiry = new Map(
    tables.flatMap(({ TableName, expiryAttribute }) =>
      expiryAttribute ? [[TableName, expiryAttribute] as const] : [],
    ),
  );
  const faults = new Faults();

  async function sweep(nowMs: number): Promise<number> {
    let deleted = 0;
    for (const { TableName: tableName, KeySchema } of tables) {
      const attribute = expiry.get(tableName);
      const keyNames = KeySchema.map(({ AttributeName }) => AttributeName);
      if (attribute) deleted += await sweepExpired(engine, { tableName, attribute, keyNames }, nowMs);
    }
    return deleted;
  }

  let sweeping: Promise<unknown> = Promise.resolve();
  let cancelTimer = () => {};
  const scheduleSweep = () => {
    cancelTimer = clock.after(sweepEveryMs, () => {
      sweeping = sweep(clock.now()).catch(onError).finally(scheduleSweep);
    });
  };
  scheduleSweep();

  return {
    service: createDynamoDbService(engine, expiry, faults),
    faults,
    sweepExpired: sweep,
    tables: engine,
    localClient: () => createEngineClient(engine),
    async stop() {
      cancelTimer();
      await engine.stop();
      await sweeping;
      cancelTimer();
    },
  };
}
