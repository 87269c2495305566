// The settings and ports that the functions of this folder share.
import { SQSClient } from '@aws-sdk/client-sqs';
import { sleep } from '../shared/back-off';
import { makeLog } from '../shared/logger';
import { makePublish } from '../shared/publish';
import { readEnvironment } from '../shared/read-environment';
import { tableClient } from '../shared/table-client';
import type { PresencePorts } from './apply-presence-messages';
import type { PresenceStore } from './ports';
import type { PresenceTables } from './presence-tables';
import { tellTransitionsTo } from './tell-transitions';

/** Reads what every function of this folder is given, and builds its ports over the store that `makeStore` makes. */
export function presencePorts<Store extends PresenceStore>(
  serviceName: string,
  makeStore: (tables: PresenceTables) => Store,
): PresencePorts & { store: Store } {
  const settings = readEnvironment(
    process.env,
    ['DEVICE_PRESENCE_TABLE', 'DEVICE_EVENT_TABLE', 'DEVICE_TABLE', 'GRAPHQL_URL'],
    ['EVENT_RETENTION_DAYS', 'DISCORD_QUEUE_URL'],
  );
  const log = makeLog(serviceName);
  const store = makeStore({
    client: tableClient(),
    presenceTable: settings.DEVICE_PRESENCE_TABLE,
    deviceTable: settings.DEVICE_TABLE,
    eventTable: settings.DEVICE_EVENT_TABLE,
    eventDays: Number(settings.EVENT_RETENTION_DAYS ?? 90),
    now: Date.now,
    sleep,
  });
  return {
    now: Date.now,
    log,
    store,
    publish: makePublish({ graphqlUrl: settings.GRAPHQL_URL, env: process.env }),
    tellTransitions: tellTransitionsTo(settings.DISCORD_QUEUE_URL, { sqs: new SQSClient({}), store, log }),
  };
}
