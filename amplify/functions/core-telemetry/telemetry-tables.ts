// The tables behind the ports of core-telemetry: DynamoDB, with as few calls as a batch needs.
import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { TelemetrySample } from '../../../domain/telemetry/telemetry-sample';
import { addToEvent } from '../shared/add-to-event';
import type { Sleep } from '../shared/back-off';
import { batchWrite } from '../shared/batch-write';
import { batchTables, isConditionFailure, readMany } from '../shared/dynamo-table';
import type { Log } from '../shared/logger';
import { expiresAt, modelAttributes, toItem } from '../shared/table-row';
import { latestRow, parseStoredLatest } from './latest-row';
import { noteChild } from './note-child';
import type { LatestOutcome, LatestWrite, TelemetryStore } from './ports';

export interface TelemetryTables {
  client: DynamoDBClient;
  sampleTable: string;
  latestTable: string;
  eventTable: string;
  deviceTable: string;
  /** How long readings and events are kept. */
  sampleDays: number;
  eventDays: number;
  now: () => number;
  sleep: Sleep;
  log: Log;
}

/** Makes the store over the deployed tables. */
export function telemetryTables(tables: TelemetryTables): TelemetryStore {
  const { client, log, sleep } = tables;
  const onError = (error: unknown) => log.error('A write to a table failed.', error);
  return {
    putReadings: async (samples, latest) => {
      const nowMs = tables.now();
      const rows = [
        ...samples.map((sample) => ({
          table: tables.sampleTable,
          key: keyOf(sample),
          item: toItem(sampleRow(sample, tables)),
        })),
        // A thing's name holds no space, so it is no sample's key.
        ...latest.map((write) => ({
          table: tables.latestTable,
          key: write.latest.thingName,
          item: toItem(latestRow(write, nowMs)),
        })),
      ];
      const failed = await batchWrite(batchTables(client), rows, { sleep, onError });
      return {
        samples: new Set(samples.filter((sample) => failed.has(keyOf(sample)))),
        latest: new Set(latest.map((write) => write.latest.thingName).filter((thingName) => failed.has(thingName))),
      };
    },
    readLatest: async (thingNames) => {
      const keys = thingNames.map((thingName) => ({ thingName }));
      const rows = await readMany({ client, table: tables.latestTable, sleep }, keys);
      const stored = rows.map(parseStoredLatest).filter((row) => row !== undefined);
      return new Map(stored.map((row) => [row.latest.thingName, row]));
    },
    putLatestIfUnchanged: async (writes) =>
      new Map(await Promise.all(writes.map((write) => putIfUnchanged(tables, write)))),
    addReject: (event) =>
      addToEvent(tables, event).catch((error: unknown) => {
        onError(error);
        return null;
      }),
    registered: async (thingNames) => {
      const keys = thingNames.map((thingName) => ({ thingName }));
      const rows = await readMany({ client, table: tables.deviceTable, sleep }, keys, 'thingName');
      return new Set(rows.map((row) => String(row.thingName)));
    },
    noteChild: (...of) => noteChild(tables, ...of),
  };
}

const keyOf = (sample: TelemetrySample): string => `${sample.thingName} ${sample.sampleId}`;

// Nothing here depends on when it is written: a redelivered message writes the very same row again.
function sampleRow(sample: TelemetrySample, { sampleDays }: TelemetryTables): Record<string, unknown> {
  return {
    ...sample,
    expiresAt: expiresAt(sample.observedAt, sampleDays),
    ...modelAttributes('TelemetrySample', sample.receivedAt),
  };
}

async function putIfUnchanged(tables: TelemetryTables, write: LatestWrite): Promise<[string, LatestOutcome]> {
  const { previous } = write;
  const { thingName } = write.latest;
  const unchanged =
    previous && previous.revision !== null
      ? { ConditionExpression: 'revision = :seen', ExpressionAttributeValues: { ':seen': { S: previous.revision } } }
      : { ConditionExpression: `attribute_not_exists(${previous ? 'revision' : 'thingName'})` };
  try {
    const Item = toItem(latestRow(write, tables.now()));
    await tables.client.send(new PutItemCommand({ TableName: tables.latestTable, Item, ...unchanged }));
    return [thingName, 'stored'];
  } catch (error) {
    if (isConditionFailure(error)) return [thingName, 'changedMeanwhile'];
    tables.log.error('A write to a table failed.', error);
    return [thingName, 'failed'];
  }
}
