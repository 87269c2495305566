// Functions in their threads: what they find, what they return, and what becomes of those that fail. Then fed from a queue.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { AssemblyResource } from '../../local/assembly/assembly';
import { FunctionLog } from '../../local/lambda/function-log';
import { invokeAsynchronously } from '../../local/lambda/invoke-asynchronously';
import { MappingRefusedError, startEventSourceMappings } from '../../local/lambda/start-event-source-mappings';
import { type Functions, startFunctions } from '../../local/lambda/start-functions';
import { ManualClock } from '../../local/settings/manual-clock';
import { FunctionError } from '../../local/settings/ports';
import { assemblyOf, queueArn, queueResource, temporaryFolder } from '../../local/sqs/queue-fixture';
import { startQueues } from '../../local/sqs/start-queues';

const ARN = 'arn:aws:lambda:eu-central-1:000000000000:function:work-1234';
const ROLE = 'arn:aws:iam::000000000000:role/work-role';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function functionResource(folder: string, source: string, change: Record<string, unknown> = {}) {
  await mkdir(join(folder, 'bundle'), { recursive: true });
  await writeFile(join(folder, 'bundle', 'index.mjs'), source);
  const resource: AssemblyResource = {
    logicalId: 'Work',
    type: 'AWS::Lambda::Function',
    ref: 'work-1234',
    arn: ARN,
    properties: {
      Code: { S3Bucket: 'assets', S3Key: 'bundle' },
      Environment: { Variables: { TABLE: 'Things-local' } },
      Handler: 'index.handler',
      LoggingConfig: { LogFormat: 'JSON', LogGroup: 'work-log-group' },
      MemorySize: 128,
      Role: ROLE,
      Runtime: 'nodejs22.x',
      Tags: [{ Key: 'amplify:friendly-name', Value: 'work' }],
      Timeout: 5,
      ...change,
    },
  };
  return resource;
}

async function startFunction(source: string, change: Record<string, unknown> = {}) {
  const folder = await temporaryFolder();
  const logs: string[] = [];
  const functions = startFunctions({
    assembly: assemblyOf(folder, [await functionResource(folder, source, change)]),
    dataDirectory: folder,
    awsEndpoint: 'http://127.0.0.1:4701',
    credentialsFor: (roleArn, sessionName) => ({
      accessKeyId: 'ASIATEST',
      secretAccessKey: `secret of ${roleArn}`,
      sessionToken: sessionName,
    }),
    onLog: (name, line) => logs.push(`${name}: ${line}`),
  });
  closers.push(() => functions.stop());
  return { functions, logs, folder };
}

async function failureOf(functions: Functions, event: unknown): Promise<{ errorType: string; message: string }> {
  const error: unknown = await functions.invoke(ARN, event).catch((caught: unknown) => caught);
  if (!(error instanceof FunctionError)) throw new Error('the function did not fail');
  return { errorType: error.errorType, message: error.message };
}

test("a function finds the template's environment, Lambda's own variables, its key, and nothing of this machine", async () => {
  process.env.FLEETLIGHT_TEST_SECRET = 'must not be seen';
  const { functions, folder } = await startFunction('export const handler = async () => process.env;');
  const environment = await functions.invoke(ARN, {});
  delete process.env.FLEETLIGHT_TEST_SECRET;

  expect(environment).toEqual({
    TABLE: 'Things-local',
    AWS_REGION: 'eu-central-1',
    AWS_DEFAULT_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'ASIATEST',
    AWS_SECRET_ACCESS_KEY: `secret of ${ROLE}`,
    AWS_SESSION_TOKEN: 'work-1234',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4701',
    AWS_CONFIG_FILE: expect.any(String),
    AWS_SHARED_CREDENTIALS_FILE: expect.any(String),
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
    AWS_LAMBDA_FUNCTION_NAME: 'work-1234',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: 'work-log-group',
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_LAMBDA_LOG_LEVEL: 'INFO',
    LAMBDA_TASK_ROOT: join(folder, 'bundle'),
    _HANDLER: 'index.handler',
  });
});

test('event, context and result travel as JSON', async () => {
  const { functions } = await startFunction(`
    export const handler = async (event, context) => ({
      event,
      dropped: undefined,
      when: new Date(0),
      remaining: context.getRemainingTimeInMillis(),
      context,
    });`);
  const result = (await functions.invoke(ARN, { a: [1, 'ü'], gone: undefined })) as Record<string, unknown>;

  expect(result).toMatchObject({
    event: { a: [1, 'ü'] },
    when: '1970-01-01T00:00:00.000Z',
    context: {
      functionName: 'work-1234',
      functionVersion: '$LATEST',
      invokedFunctionArn: ARN,
      memoryLimitInMB: '128',
      logGroupName: 'work-log-group',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  });
  expect(result).not.toHaveProperty('dropped');
  expect(result.remaining).toBeGreaterThan(4_000);
  expect(result.remaining).toBeLessThanOrEqual(5_000);
});

test('an instance is warm the next time, and takes one event at a time', async () => {
  const { functions } = await startFunction(`
    let calls = 0; let running = 0;
    export const handler = async () => {
      running += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      const alone = running === 1;
      running -= 1;
      return { calls: ++calls, alone };
    };`);
  await functions.warm();
  expect(await functions.invoke(ARN, {})).toEqual({ calls: 1, alone: true });
  expect(await functions.invoke(ARN, {})).toEqual({ calls: 2, alone: true });
  const many = (await Promise.all(Array.from({ length: 8 }, () => functions.invoke(ARN, {})))) as {
    calls: number;
    alone: boolean;
  }[];

  expect(many.every(({ alone }) => alone)).toBe(true);
  // Two instances share the ten events.
  expect(many.filter(({ calls }) => calls === 1)).toHaveLength(1);
});

test("a handler's error is reported by name, logged with its trace, and leaves the instance usable", async () => {
  const { functions, logs } = await startFunction(`
    class Broken extends Error { name = 'Broken'; }
    export const handler = async (event) => {
      console.log('handling', event.how);
      if (event.how === 'text') throw 'just text';
      if (event.how === 'error') throw new Broken('no luck');
      return 'fine';
    };`);

  expect(await failureOf(functions, { how: 'error' })).toEqual({ errorType: 'Broken', message: 'no luck' });
  expect(await failureOf(functions, { how: 'text' })).toEqual({ errorType: 'string', message: 'just text' });
  expect(await functions.invoke(ARN, { how: 'well' })).toBe('fine');
  await expect.poll(() => logs.join('\n')).toMatch(/work: handling error[\s\S]*work: handling well/);
  expect(logs.join('\n')).toMatch(/work: \{.*"level":"ERROR".*"errorType":"Broken"/);
});

test('one that takes too long is ended, said so in the documented words, and replaced', async () => {
  const { functions } = await startFunction(
    `export const handler = async (event) => { if (event.hang) for (;;); return 'quick'; };`,
    { Timeout: 1 },
  );
  await functions.warm();
  const { errorType, message } = await failureOf(functions, { hang: true });

  expect(errorType).toBe('Sandbox.Timedout');
  expect(message).toMatch(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/);
  expect(await functions.invoke(ARN, {})).toBe('quick');
});

test.each([
  ['ends its process', 'process.exit(7);', 'Runtime.ExitError', /exit status 7$/],
  [
    'crashes outside of the handler',
    'setTimeout(() => { throw new Error("x"); }); await new Promise(() => {});',
    'Runtime.ExitError',
    /exit status 1$/,
  ],
  [
    'needs more memory than it has',
    'const all = []; for (;;) all.push(new Array(1e6).fill(1.5));',
    'Runtime.OutOfMemory',
    /killed$/,
  ],
])('one that %s fails its event and is replaced', async (_, code, type, words) => {
  const { functions } = await startFunction(
    `export const handler = async (event) => { if (event.bad) { ${code} } return 'fine'; };`,
    { Timeout: 20 },
  );
  // More often than there may be instances: each is replaced.
  for (let times = 0; times < 3; times += 1) {
    const { errorType, message } = await failureOf(functions, { bad: true });
    expect(errorType).toBe(type);
    expect(message).toMatch(words);
  }
  expect(await functions.invoke(ARN, {})).toBe('fine');
});

test('a bundle that cannot be loaded says why', async () => {
  const thrower = await startFunction(`throw new TypeError('at load');`);
  const nameless = await startFunction('export const other = 1;');

  await expect(thrower.functions.warm()).rejects.toThrow('at load');
  expect(await failureOf(thrower.functions, {})).toEqual({ errorType: 'TypeError', message: 'at load' });
  expect((await failureOf(nameless.functions, {})).errorType).toBe('Runtime.HandlerNotFound');
});

test('a bundle that leaves the AWS SDK out is given one, as by the runtime', async () => {
  const { functions } = await startFunction(`
    const { SSM } = await import('@aws-sdk/client-ssm');
    export const handler = async () => typeof SSM;`);

  expect(await functions.invoke(ARN, {})).toBe('function');
});

/** What Lambda itself wrote of each invocation. */
const reportsOf = (logs: readonly string[]) =>
  logs
    .filter((line) => line.includes('platform.report'))
    .map((line) => (JSON.parse(line.slice(line.indexOf('{'))) as { record: Record<string, unknown> }).record);

test('each invocation is reported in the log, the first of an instance with its cold start', async () => {
  const { functions, logs } = await startFunction(
    `export const handler = async (event) => { if (event.bad) throw new Error('x'); if (event.hang) for (;;); };`,
    { Timeout: 1 },
  );
  await functions.invoke(ARN, {});
  await functions.invoke(ARN, {});
  await failureOf(functions, { bad: true });
  await failureOf(functions, { hang: true });

  const metrics = { durationMs: expect.any(Number), billedDurationMs: expect.any(Number), memorySizeMB: 128 };
  const requestId = expect.stringMatching(/^[0-9a-f-]{36}$/);
  expect(reportsOf(logs)).toEqual([
    { requestId, metrics: { ...metrics, initDurationMs: expect.any(Number) }, status: 'success' },
    { requestId, metrics, status: 'success' },
    { requestId, metrics, status: 'error' },
    { requestId, metrics, status: 'timeout' },
  ]);
});

test('a function that logs text is reported in text, and one may do without the reports', async () => {
  const source = 'export const handler = async () => null;';
  const text = await startFunction(source, { LoggingConfig: { LogFormat: 'Text' } });
  const quiet = await startFunction(source, { LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' } });
  for (const { functions } of [text, text, quiet]) await functions.invoke(ARN, {});

  const report = String.raw`^work: REPORT RequestId: [0-9a-f-]{36}\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB`;
  expect(text.logs).toEqual([
    expect.stringMatching(new RegExp(String.raw`${report}\tInit Duration: [\d.]+ ms$`)),
    expect.stringMatching(new RegExp(`${report}$`)),
  ]);
  expect(quiet.logs).toEqual([]);
});

test("a function's log is one file, of bounded size", async () => {
  const folder = await temporaryFolder();
  const log = new FunctionLog(folder, 100);
  for (const letter of ['a', 'b', 'c']) {
    log.append('work', letter.repeat(60));
    await log.flush();
  }

  expect(await readFile(join(folder, 'work.log'), 'utf8')).toBe(`${'c'.repeat(60)}\n`);
  expect(await readFile(join(folder, 'work.log.1'), 'utf8')).toBe(`${'b'.repeat(60)}\n`);
});

test("a function's log gathers lines for a moment and loses none", async () => {
  const folder = await temporaryFolder();
  const log = new FunctionLog(folder);
  log.append('work', 'first');
  log.append('work', 'second');
  await expect.poll(() => readFile(join(folder, 'work.log'), 'utf8').catch(() => '')).toBe('first\nsecond\n');
  log.append('work', 'third');
  await log.flush();

  expect(await readFile(join(folder, 'work.log'), 'utf8')).toBe('first\nsecond\nthird\n');
});

const mapping: AssemblyResource = {
  logicalId: 'Mapping',
  type: 'AWS::Lambda::EventSourceMapping',
  ref: 'mapping',
  arn: '',
  properties: {
    BatchSize: 10,
    EventSourceArn: queueArn('work'),
    FunctionName: 'work-1234',
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 2 },
  },
};

async function startFed(source: string, isAllowed: (...asked: string[]) => boolean, visibilitySeconds = 60) {
  const folder = await temporaryFolder();
  const clock = new ManualClock();
  const assembly = assemblyOf(folder, [
    await functionResource(folder, source),
    mapping,
    queueResource('work', {
      VisibilityTimeout: visibilitySeconds,
      RedrivePolicy: { deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 2 },
    }),
    queueResource('dead'),
  ]);
  const queues = await startQueues({ assembly, dataDirectory: folder, clock });
  closers.push(() => queues.stop());
  const functions = startFunctions({
    assembly,
    dataDirectory: folder,
    awsEndpoint: 'http://127.0.0.1:4701',
    credentialsFor: () => ({ accessKeyId: 'ASIATEST', secretAccessKey: 'secret', sessionToken: 'token' }),
    onLog: () => undefined,
  });
  closers.push(() => functions.stop());
  const failures: string[][] = [];
  const mappings = startEventSourceMappings({
    assembly,
    queues,
    functions,
    isAllowed,
    clock,
    onFailure: ({ messageIds }) => failures.push([...messageIds]),
  });
  closers.push(() => mappings.stop());
  return { queues, clock, failures, work: queues.queue(queueArn('work')), dead: queues.queue(queueArn('dead')) };
}

test('a function that dies in the middle of a batch gets it again, then it goes to the dead letters', async () => {
  const { work, dead, clock, failures } = await startFed(
    'export const handler = async () => { process.exit(1); };',
    () => true,
  );
  const { messageId } = await work.send({ body: 'deadly' });
  await expect.poll(() => failures.length).toBe(1);
  expect(work.messageIds()).toEqual([messageId]);
  clock.advance(60_000);
  await expect.poll(() => failures.length).toBe(2);
  clock.advance(60_000);
  await expect.poll(() => dead.messageIds()).toEqual([messageId]);

  expect(work.messageIds()).toEqual([]);
  expect(failures).toEqual([[messageId], [messageId]]);
});

test('a batch that fails in part leaves only that part', async () => {
  const { work, failures } = await startFed(
    `export const handler = async ({ Records }) => ({
      batchItemFailures: Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({ itemIdentifier: messageId })),
    });`,
    () => true,
  );
  const [, bad] = await Promise.all(['good', 'bad', 'good too'].map((body) => work.send({ body })));
  await expect.poll(() => work.messageIds()).toEqual([bad?.messageId]);

  expect(failures).toEqual([[bad?.messageId]]);
});

test("a mapping is refused, as in AWS, when the function's role may not read the queue or the queue is too impatient", async () => {
  const handler = 'export const handler = async () => null;';
  const asked: string[][] = [];
  const refused = startFed(handler, (...question) => {
    asked.push(question);
    return question[1] !== 'sqs:DeleteMessage';
  });

  await expect(refused).rejects.toThrow(MappingRefusedError);
  await expect(refused).rejects.toThrow(`${ROLE} lacks sqs:DeleteMessage on ${queueArn('work')}`);
  expect(asked).toEqual([
    [ROLE, 'sqs:ReceiveMessage', queueArn('work')],
    [ROLE, 'sqs:DeleteMessage', queueArn('work')],
    [ROLE, 'sqs:GetQueueAttributes', queueArn('work')],
  ]);
  await expect(startFed(handler, () => true, 1)).rejects.toThrow(
    "visibility timeout of 1 s is less than the function's",
  );
});

test('an event that is given up is on its destination’s queue; a role that may not send there stops the start', async () => {
  const folder = await temporaryFolder();
  const source = `export const handler = async () => { throw new TypeError('no luck'); };`;
  const configuration: AssemblyResource = {
    logicalId: 'Configuration',
    type: 'AWS::Lambda::EventInvokeConfig',
    ref: 'Configuration',
    arn: '',
    properties: {
      FunctionName: 'work-1234',
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: queueArn('lost') } },
    },
  };
  const assembly = assemblyOf(folder, [await functionResource(folder, source), configuration, queueResource('lost')]);
  const queues = await startQueues({ assembly, dataDirectory: folder });
  closers.push(() => queues.stop());
  const lost = queues.queue(queueArn('lost'));
  const start = (isAllowed: boolean) =>
    startFunctions({
      assembly,
      dataDirectory: folder,
      awsEndpoint: 'http://127.0.0.1:4701',
      credentialsFor: () => ({ accessKeyId: 'ASIATEST', secretAccessKey: 'secret', sessionToken: 'token' }),
      onLog: () => undefined,
      destinations: { send: (_, body) => lost.send({ body }), isAllowed: () => isAllowed },
    });
  expect(() => start(false)).toThrow(`${ROLE} lacks sqs:SendMessage on ${queueArn('lost')}`);
  const functions = start(true);
  closers.push(() => functions.stop());

  await expect(invokeAsynchronously(functions, ARN, { a: 1 })).rejects.toThrow('no luck');

  const [message] = lost.receive(1);
  expect(JSON.parse(message?.body ?? '')).toEqual({
    version: '1.0',
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    requestContext: {
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      functionArn: `${ARN}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: 1,
    },
    requestPayload: { a: 1 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'TypeError', errorMessage: 'no luck' },
  });
});
