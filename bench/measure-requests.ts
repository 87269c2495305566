// What one request of the API takes: a row of a model, and a mutation that a function answers.
import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { graphql, signInAs } from '../tests/people';
import { clientSettings, tableOf } from './cloud-state';
import type { Part } from './part';
import type { BenchCloud } from './start-cloud';
import { percentile } from './statistics';
import { withCloud } from './with-cloud';

const UNCOUNTED = 50;
const CREATE = 'mutation { createDevice(input: { thingName: "pump", name: "Pump", site: "Lab" }) { thingName } }';
const GET = '{ getDevice(thingName: "pump") { thingName name site lifecycle createdAt updatedAt } }';
const DROP = 'mutation ($id: ID!) { dropDeadLetter(deadLetterId: $id) { outcome } }';
const CHUNK = 25;

/** Asks one request after the other: 100 a second of the options, at least 100, at most 1,000, of each kind. */
export const measureRequests: Part = ({ seconds }) =>
  withCloud({}, async (cloud) => {
    const count = Math.round(Math.min(1_000, Math.max(100, seconds * 100)));
    const { accessToken } = await signInAs({ ...cloud, userPool: await userPoolOf(cloud) }, cloud.admin);
    const ask = async (query: string, variables: Record<string, unknown> = {}) => {
      const { data, errors } = await graphql(cloud, accessToken, query, variables);
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    };
    await ask(CREATE);
    await putLetters(cloud, count + UNCOUNTED);
    const queries = await timesOf(count, () => ask(GET));
    const mutations = await timesOf(count, async (n) => {
      const answer = JSON.stringify(await ask(DROP, { id: `letter-${n}` }));
      if (!answer.includes('dropped')) throw new Error(`A dead letter was not dropped: ${answer}`);
    });
    return [
      { name: 'model query, p50', unit: 'ms', value: percentile(queries, 0.5) },
      { name: 'model query, p95', unit: 'ms', value: percentile(queries, 0.95) },
      { name: 'mutation behind a warm function, p50', unit: 'ms', value: percentile(mutations, 0.5) },
      { name: 'mutation behind a warm function, p95', unit: 'ms', value: percentile(mutations, 0.95) },
    ];
  });

/** Does it again and again, and returns how many ms each time took but for the first few. */
async function timesOf(count: number, act: (n: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count + UNCOUNTED; n += 1) {
    const startedAt = performance.now();
    await act(n);
    if (n >= UNCOUNTED) times.push(performance.now() - startedAt);
  }
  return times;
}

async function putLetters(cloud: BenchCloud, count: number): Promise<void> {
  const client = new DynamoDBClient(clientSettings(cloud));
  const table = await tableOf(client, 'DeadLetter');
  for (let first = 0; first < count; first += CHUNK) {
    const rows = Array.from({ length: Math.min(CHUNK, count - first) }, (_, i) => ({
      PutRequest: { Item: marshall({ deadLetterId: `letter-${first + i}`, state: 'waiting', body: '{}' }) },
    }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: rows } }));
  }
  client.destroy();
}

/** The app's own settings say which user pool it is. */
async function userPoolOf({ appUrl }: BenchCloud): Promise<{ userPoolId: string; userPoolClientId: string }> {
  const answer = await fetch(new URL('/amplify_outputs.json', appUrl));
  const { auth } = (await answer.json()) as { auth: { user_pool_id: string; user_pool_client_id: string } };
  return { userPoolId: auth.user_pool_id, userPoolClientId: auth.user_pool_client_id };
}
