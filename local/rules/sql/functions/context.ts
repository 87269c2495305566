// The documented functions that tell of the message rather than of its payload.
import { randomUUID } from 'node:crypto';
import { ACCOUNT_ID } from '../../../assembly/assembly';
import { toInt } from '../sql-value';
import type { SqlFunction, SqlFunctions } from './sql-function';

const topic: SqlFunction = (args, { message }) => {
  if (args.length === 0) return message.topic;
  const segment = toInt(args[0]);
  return segment === undefined ? undefined : message.topic.split('/')[segment - 1];
};

/** accountid, clientid, principal, sourceip, timestamp, topic, traceid, newuuid and sql_version. */
export const CONTEXT_FUNCTIONS: SqlFunctions = {
  accountid: () => ACCOUNT_ID,
  // The documented text for a message that no MQTT client sent.
  clientid: (_args, { message }) => message.clientId ?? 'n/a',
  newuuid: () => randomUUID(),
  principal: (_args, { message }) => message.principal ?? undefined,
  sourceip: (_args, { message }) => message.sourceIp ?? undefined,
  sql_version: () => '2016-03-23',
  timestamp: (_args, { message }) => message.receivedAt,
  topic,
  traceid: (_args, { message }) => message.traceId,
};
