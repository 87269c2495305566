// The backend is what runs: what the local cloud does not know stops it, and a permission that is missing is missing.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, test } from 'vitest';
import { addDevice, mosquittoPublish } from '../device';
import { narrowPolicy, type StackResources } from '../edit-assembly';
import { rowsOf } from '../store';
import { eventually, newDataDirectory, startTestCloud, type TestCloud } from '../test-cloud';

const READING = '{"temperature":21.5}';

let dataDirectory = '';
let cloud: TestCloud | null = null;
const start = async (edit: (resources: StackResources) => void): Promise<TestCloud> => {
  dataDirectory = newDataDirectory();
  cloud = await startTestCloud({ dataDirectory, edit });
  return cloud;
};
afterEach(async () => {
  await cloud?.stop();
  cloud = null;
  rmSync(dataDirectory, { recursive: true, force: true });
});

/** The resources of a stack whose logical id starts with `prefix`. */
const named = (resources: StackResources, prefix: string, type: string) =>
  Object.entries(resources).flatMap(([id, resource]) =>
    id.startsWith(prefix) && resource.Type === type ? [resource] : [],
  );
const queueOf = (from: TestCloud, name: string) => {
  const found = from.queues.all.find(({ settings }) => settings.name.includes(name));
  if (!found) throw new Error(`There is no queue ${name}.`);
  return found;
};

test.each<[what: string, words: string[], edit: (resources: StackResources) => void]>([
  [
    'a type that it does not know',
    ['AWS::Kinesis::Stream', 'Surprise'],
    (resources) => {
      if ('DeviceTelemetryRule' in resources) resources.Surprise = { Type: 'AWS::Kinesis::Stream', Properties: {} };
    },
  ],
  [
    'a property that it does not know',
    ['AWS::SQS::Queue', 'Surprise', 'TelemetryQueue'],
    (resources) => {
      for (const queue of named(resources, 'TelemetryQueue', 'AWS::SQS::Queue')) queue.Properties.Surprise = true;
    },
  ],
])('a backend with %s does not start', async (_, words, edit) => {
  const problem = await start(edit).then(
    () => new Error('It started.'),
    (error: Error) => error,
  );

  expect(problem.name).toBe('UnsupportedResourceError');
  for (const word of words) expect(problem.message).toContain(word);
});

it('a function without dynamodb:BatchWriteItem stores nothing, and its messages end as dead letters', async () => {
  const running = await start((resources) => {
    for (const queue of named(resources, 'TelemetryQueue', 'AWS::SQS::Queue')) {
      queue.Properties.VisibilityTimeout = 4;
      queue.Properties.RedrivePolicy.maxReceiveCount = 1;
    }
    for (const lambda of named(resources, 'coretelemetry', 'AWS::Lambda::Function')) lambda.Properties.Timeout = 4;
    for (const policy of named(resources, 'coretelemetry', 'AWS::IAM::Policy')) {
      for (const statement of policy.Properties.PolicyDocument.Statement) {
        statement.Action = [statement.Action].flat().filter((action: string) => action !== 'dynamodb:BatchWriteItem');
      }
    }
  });
  await addDevice(running, 'pump');

  expect((await mosquittoPublish(running, 'pump', READING)).code).toBe(0);

  const [letter] = await eventually(
    'the message is a dead letter',
    async () => {
      const letters = await rowsOf(running, 'DeadLetter');
      return letters.length > 0 && letters;
    },
    20_000,
  );
  expect(JSON.parse(String(letter?.body))).toMatchObject({
    topic: 'pump/telemetry',
    payload: Buffer.from(READING).toString('base64'),
  });
  expect(await rowsOf(running, 'TelemetrySample')).toEqual([]);
  const log = readFileSync(join(dataDirectory, 'logs', 'core-telemetry.log'), 'utf8');
  expect(log).toContain('not authorized to perform: dynamodb:BatchWriteItem');
});

/** Leaves a rule's role only what it may do with dead letters, or nothing. */
const sendOnlyTo = (role: string, isLeft: (resource: string) => boolean) => (resources: StackResources) => {
  for (const policy of named(resources, role, 'AWS::IAM::Policy')) narrowPolicy(policy, isLeft);
};

it('a rule that may not send to its queue gives the message to its error action', async () => {
  const running = await start(sendOnlyTo('TelemetryRuleRole', (resource) => resource.includes('DeadLetters')));
  await addDevice(running, 'pump');

  expect((await mosquittoPublish(running, 'pump', READING)).code).toBe(0);

  const letter = await eventually('the report is a dead letter', async () => (await rowsOf(running, 'DeadLetter'))[0]);
  expect(letter.reason).toContain('sqs:SendMessage');
  expect(JSON.parse(String(letter.body))).toMatchObject({ payload: Buffer.from(READING).toString('base64') });
  expect(await rowsOf(running, 'TelemetrySample')).toEqual([]);
});

it('a message that neither the queue nor the error action takes is not acknowledged', async () => {
  const running = await start(sendOnlyTo('TelemetryRuleRole', () => false));
  await addDevice(running, 'pump');

  expect((await mosquittoPublish(running, 'pump', READING)).code).not.toBe(0);

  // A dead letter would leave its queue at once to become a row: neither place has one.
  expect(queueOf(running, 'TelemetryDeadLetters').counts().available).toBe(0);
  expect(queueOf(running, 'TelemetryDeadLetters').messageIds()).toEqual([]);
  expect(await rowsOf(running, 'DeadLetter')).toEqual([]);
});
