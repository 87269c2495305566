// The rule engine on small assemblies: which rules run, what their actions get, and what happens when one fails.
import { describe, expect, it } from 'vitest';
import type { Assembly, AssemblyResource } from '../assembly/assembly';
import type { PublishedMessage } from '../settings/ports';
import { createRuleEngine, type RuleEngineOptions, RuleFailedError, type RuleProblem } from './rule-engine';
import { UnsupportedRuleError } from './unsupported-rule-error';

const ENVELOPE =
  "SELECT encode(*, 'base64') AS payload, topic() AS topic, clientid() AS clientId, principal() AS principal, " +
  'traceid() AS traceId, timestamp() AS receivedAt';

const queue = (name: string, properties = {}): AssemblyResource => ({
  logicalId: name,
  type: 'AWS::SQS::Queue',
  properties,
  ref: `http://127.0.0.1:4701/000000000000/${name}`,
  arn: `arn:aws:sqs:eu-central-1:000000000000:${name}`,
});
const main = queue('main');
const dead = queue('dead');
const trust = {
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal: { Service: 'iot.amazonaws.com' },
  Condition: {
    StringEquals: { 'aws:SourceAccount': '000000000000' },
    ArnLike: { 'aws:SourceArn': 'arn:aws:iot:eu-central-1:000000000000:rule/*' },
  },
};
const role = (name: string, statement: unknown = trust): AssemblyResource => ({
  logicalId: name,
  type: 'AWS::IAM::Role',
  properties: { AssumeRolePolicyDocument: { Statement: [statement] } },
  ref: name,
  arn: `arn:aws:iam::000000000000:role/${name}`,
});
const ruleRole = role('rules');
const toQueue = (to: AssemblyResource, more = {}) => ({ Sqs: { QueueUrl: to.ref, RoleArn: ruleRole.arn, ...more } });
const rule = (name: string, sql: string, payload: Record<string, unknown> = {}): AssemblyResource => ({
  logicalId: name,
  type: 'AWS::IoT::TopicRule',
  properties: {
    TopicRulePayload: {
      Sql: sql,
      AwsIotSqlVersion: '2016-03-23',
      RuleDisabled: false,
      Actions: [toQueue(main)],
      ErrorAction: toQueue(dead),
      ...payload,
    },
  },
  ref: name,
  arn: `arn:aws:iot:eu-central-1:000000000000:rule/${name}`,
});
const assemblyOf = (...resources: AssemblyResource[]): Assembly => ({
  directory: '',
  resources,
  ofType: (type) => resources.filter((resource) => resource.type === type),
  assetPath: () => '',
  assetText: () => '',
  outputs: {},
});
const message = (topic: string, payload: string | Buffer, more: Partial<PublishedMessage> = {}): PublishedMessage => ({
  topic,
  payload: Buffer.from(payload),
  qos: 1,
  clientId: 'esp32-1',
  principal: 'cafe',
  receivedAt: 1_700_000_000_000,
  traceId: 'trace-1',
  sourceIp: '127.0.0.1',
  ...more,
});

/** An engine over the given rules, with everything it sends and reports. */
function engineWith(rules: AssemblyResource[], options: Partial<RuleEngineOptions> = {}) {
  const sent: { queue: string; body: string }[] = [];
  const problems: RuleProblem[] = [];
  const engine = createRuleEngine({
    assembly: assemblyOf(main, dead, ruleRole, ...rules),
    queues: {
      async send(queueUrl, body) {
        sent.push({ queue: queueUrl.split('/').at(-1) ?? '', body });
      },
    },
    isRoleAllowed: () => true,
    onRuleError: (problem) => problems.push(problem),
    ...options,
  });
  return { engine, sent, problems, bodies: () => sent.map(({ body }) => JSON.parse(body)) };
}

describe('rules and topics', () => {
  it('wraps any payload into the envelope', async () => {
    const { engine, bodies } = engineWith([rule('Telemetry', `${ENVELOPE} FROM '+/telemetry'`)]);
    const binary = Buffer.from([0, 255, 10, 123]);

    await engine.onMessage(message('esp32-1/telemetry', binary));
    await engine.onMessage(message('esp32-1/telemetry', ''));

    expect(bodies()).toEqual(
      [binary.toString('base64'), ''].map((payload) => ({
        payload,
        topic: 'esp32-1/telemetry',
        clientId: 'esp32-1',
        principal: 'cafe',
        traceId: 'trace-1',
        receivedAt: 1_700_000_000_000,
      })),
    );
  });

  const BYTES = Buffer.from([0, 255, 10, 123]);
  it.each<[string, Buffer, object, string[]]>([
    ['text', Buffer.from('on, 21 °C'), toQueue(main), ['on, 21 °C']],
    ['bytes', BYTES, toQueue(main, { UseBase64: true }), [BYTES.toString('base64')]],
  ])('hands on a payload of %s as it is, for SELECT * alone', async (_what, payload, action, expected) => {
    const { engine, sent, problems } = engineWith([rule('Raw', "SELECT * FROM 'a'", { Actions: [action] })]);
    await engine.onMessage(message('a', payload));
    expect(sent.map(({ body }) => body)).toEqual(expected);
    expect(problems).toEqual([]);
  });

  it('tells the error action of bytes that its queue cannot take', async () => {
    const { engine, bodies } = engineWith([rule('Raw', "SELECT * FROM 'a'")]);
    await engine.onMessage(message('a', BYTES));
    expect(bodies()[0].failures[0].errorMessage).toContain('no text');
  });

  it('keeps reserved topics away from wildcards, and finds presence events by name', async () => {
    const sql = "SELECT *, traceid() AS traceId, timestamp() AS receivedAt FROM '$aws/events/presence/connected/+'";
    const { engine, bodies } = engineWith([
      rule('Telemetry', `${ENVELOPE} FROM '+/telemetry'`),
      rule('Connected', sql),
    ]);

    await engine.onMessage(message('$aws/telemetry', '{}'));
    await engine.onMessage(message('$aws/events/presence/connect_failed/a', '{}'));
    await engine.onMessage(message('$aws/events/presence/connected/a', '{"clientId":"a"}', { clientId: null }));

    expect(bodies()).toEqual([{ clientId: 'a', traceId: 'trace-1', receivedAt: 1_700_000_000_000 }]);
  });

  it('runs a rule by its name on Basic Ingest, without the prefix in its topic', async () => {
    const { engine, bodies, problems } = engineWith([rule('Telemetry', "SELECT topic() AS t FROM '+/telemetry'")]);

    await engine.onMessage(message('$aws/rules/Telemetry/esp32-1/x', '{}'));
    await engine.onMessage(message('$aws/rules/Missing/esp32-1/telemetry', '{}'));

    expect(bodies()).toEqual([{ t: 'esp32-1/x' }]);
    expect(problems).toMatchObject([{ ruleName: 'Missing', kind: 'ruleNotFound' }]);
  });

  it('leaves disabled rules alone', async () => {
    const { engine, sent } = engineWith([rule('Off', "SELECT * FROM 'a'", { RuleDisabled: true })]);
    await engine.onMessage(message('a', '{}'));
    expect(sent).toEqual([]);
  });

  it('skips a message that is not JSON without troubling the error action', async () => {
    const { engine, sent, problems } = engineWith([rule('Json', "SELECT a FROM 'a'")]);
    await engine.onMessage(message('a', 'not json'));
    expect(sent).toEqual([]);
    expect(problems).toMatchObject([{ ruleName: 'Json', kind: 'sql', topic: 'a' }]);
  });

  it('encodes the whole result where useBase64 says so', async () => {
    const { engine, sent } = engineWith([
      rule('Base64', "SELECT a FROM 'a'", { Actions: [toQueue(main, { UseBase64: true })] }),
    ]);
    await engine.onMessage(message('a', '{"a":1}'));
    expect(sent).toEqual([{ queue: 'main', body: Buffer.from('{"a":1}').toString('base64') }]);
  });
});

describe('when an action fails', () => {
  const failing = (...queues: string[]) => ({
    queues: {
      sent: [] as string[],
      async send(queueUrl: string, body: string) {
        const name = queueUrl.split('/').at(-1) ?? '';
        if (queues.includes(name)) throw new Error(`${name} is full.`);
        this.sent.push(body);
      },
    },
  });

  it('tells the error action once, in the documented form', async () => {
    const ports = failing('main');
    const { engine, problems } = engineWith(
      [rule('Twice', "SELECT * FROM 'a'", { Actions: [toQueue(main), toQueue(main)] })],
      ports,
    );

    await engine.onMessage(message('a', '{"a":1}'));

    const failure = {
      failedAction: 'SqsAction',
      failedResource: 'main',
      errorMessage: 'main is full. Message arrived on: a, Action: sqs, Resource: main',
    };
    expect(ports.queues.sent.map((body) => JSON.parse(body))).toEqual([
      {
        ruleName: 'Twice',
        topic: 'a',
        cloudwatchTraceId: 'trace-1',
        clientId: 'esp32-1',
        base64OriginalPayload: Buffer.from('{"a":1}').toString('base64'),
        failures: [failure, failure],
      },
    ]);
    expect(problems.map(({ kind }) => kind)).toEqual(['action', 'action']);
  });

  it('rejects when the error action fails too', async () => {
    const { engine, problems } = engineWith([rule('Lost', "SELECT * FROM 'a'")], failing('main', 'dead'));
    await expect(engine.onMessage(message('a', '{}'))).rejects.toThrow(RuleFailedError);
    expect(problems.map(({ kind }) => kind)).toEqual(['action', 'errorAction']);
  });

  it('rejects when there is no error action', async () => {
    const { engine } = engineWith([rule('Alone', "SELECT * FROM 'a'", { ErrorAction: undefined })], failing('main'));
    await expect(engine.onMessage(message('a', '{}'))).rejects.toThrow('The rule Alone failed: main is full.');
  });

  it('runs the other rules, and waits for their queues, before it rejects', async () => {
    const sent: string[] = [];
    const other = queue('other');
    const queues = {
      async send(queueUrl: string, body: string) {
        if (queueUrl !== other.ref) throw new Error('full');
        // Later than the failure of the other rule.
        await new Promise((resolve) => setImmediate(resolve));
        sent.push(body);
      },
    };
    const assembly = assemblyOf(
      main,
      dead,
      other,
      ruleRole,
      rule('Lost', "SELECT * FROM 'a'"),
      rule('Fine', "SELECT a FROM '#'", { Actions: [toQueue(other)] }),
    );
    const { engine } = engineWith([], { queues, assembly });
    await expect(engine.onMessage(message('a', '{"a":1}'))).rejects.toThrow(RuleFailedError);
    expect(sent).toEqual(['{"a":1}']);
  });

  it.each<[string, Partial<RuleEngineOptions>, AssemblyResource[]]>([
    ['its role lacks the permission', { isRoleAllowed: (_role, _action, resource) => resource === dead.arn }, []],
    ['its role is not for rules', {}, [role('others', { ...trust, Principal: { Service: 'lambda.amazonaws.com' } })]],
    [
      'its role is for another account',
      {},
      [role('others', { ...trust, Condition: { StringEquals: { 'aws:SourceAccount': '1' } } })],
    ],
    ['its role has an unknown condition', {}, [role('others', { ...trust, Condition: { Bool: { a: 'true' } } })]],
    ['its role is denied', {}, [role('others', { ...trust, Effect: 'Deny' })]],
    ['its role does not exist', {}, [{ ...role('others'), arn: 'arn:aws:iam::000000000000:role/missing' }]],
  ])('refuses the queue when %s', async (_why, options, roles) => {
    const actions = roles.length > 0 ? [toQueue(main, { RoleArn: role('others').arn })] : [toQueue(main)];
    const { engine, sent, bodies } = engineWith(
      [...roles, rule('Guarded', "SELECT * FROM 'a'", { Actions: actions })],
      {
        ...options,
      },
    );
    await engine.onMessage(message('a', '{}'));
    expect(sent.map(({ queue }) => queue)).toEqual(['dead']);
    expect(bodies()[0].failures[0].errorMessage).toMatch(/not authorized to perform sqs:SendMessage|does not trust/);
  });
});

describe('republish', () => {
  const republish = (topic: string) =>
    rule('Again', "SELECT *, 1 AS x FROM 'a/+'", {
      Actions: [{ Republish: { Topic: topic, Qos: 1, RoleArn: ruleRole.arn } }],
    });
  function withPublisher(topic: string, isRoleAllowed: RuleEngineOptions['isRoleAllowed'] = () => true) {
    const published: unknown[] = [];
    const made = engineWith([republish(topic)], {
      publisher: {
        async publish(to, payload, options) {
          published.push([to, String(payload), options?.qos]);
        },
      },
      isRoleAllowed,
    });
    return { ...made, published };
  }

  it.each([
    ['$' + '{topic()}/republish', 'a/b/republish'],
    ['x/$' + "{get({'}': device}, '}')}/$" + '{missing}y', 'x/d1/y'],
    ['$$aws/things/$' + '{topic(2)}/shadow/update', '$aws/things/b/shadow/update'],
  ])('fills %s', async (template, topic) => {
    const { engine, published } = withPublisher(template);
    await engine.onMessage(message('a/b', '{"device":"d1"}'));
    expect(published).toEqual([[topic, '{"device":"d1","x":1}', 1]]);
  });

  it.each(['#', '$aws/things/x', ''])('refuses the topic %j that a device made', async (device) => {
    const { engine, published, bodies } = withPublisher('$' + '{device}');
    await engine.onMessage(message('a/b', JSON.stringify({ device })));
    expect(published).toEqual([]);
    expect(bodies()[0].failures[0].failedAction).toBe('RepublishAction');
  });

  it('asks for iot:Publish on the very topic', async () => {
    const asked: string[] = [];
    const { engine } = withPublisher('$' + '{topic()}/again', (_role, action, resource) => {
      asked.push(`${action} ${resource}`);
      return true;
    });
    await engine.onMessage(message('a/b', '{}'));
    expect(asked).toEqual(['iot:Publish arn:aws:iot:eu-central-1:000000000000:topic/a/b/again']);
  });
});

describe('lambda', () => {
  const arn = 'arn:aws:lambda:eu-central-1:000000000000:function:f';
  const lambda = rule('Invoke', "SELECT * FROM 'a'", { Actions: [{ Lambda: { FunctionArn: arn } }] });

  it('invokes without waiting for the answer', async () => {
    const events: unknown[] = [];
    const { engine } = engineWith([lambda], {
      functions: {
        invoke: (functionArn, event) => {
          events.push([functionArn, event]);
          return new Promise(() => {});
        },
        mayInvoke: (service, functionArn, sourceArn) =>
          functionArn === arn && service === 'iot.amazonaws.com' && sourceArn === lambda.arn,
      },
    });
    await engine.onMessage(message('a', '{"a":1}'));
    expect(events).toEqual([[arn, { a: 1 }]]);
  });

  it('fails without a permission for this rule', async () => {
    const { engine, bodies } = engineWith([lambda], {
      functions: { invoke: async () => null, mayInvoke: () => false },
    });
    await engine.onMessage(message('a', '{}'));
    expect(bodies()[0].failures[0].failedAction).toBe('LambdaAction');
  });
});

describe('buckets and delivery streams', () => {
  const archive: AssemblyResource = {
    logicalId: 'Archive',
    type: 'AWS::S3::Bucket',
    properties: {},
    ref: 'archive',
    arn: 'arn:aws:s3:::archive',
  };
  const stream: AssemblyResource = {
    logicalId: 'Stream',
    type: 'AWS::KinesisFirehose::DeliveryStream',
    properties: {},
    ref: 'stream',
    arn: 'arn:aws:firehose:eu-central-1:000000000000:deliverystream/stream',
  };
  const toBucket = (more = {}) => ({ S3: { BucketName: 'archive', Key: 'k', RoleArn: ruleRole.arn, ...more } });
  const toStream = (more = {}) => ({ Firehose: { DeliveryStreamName: 'stream', RoleArn: ruleRole.arn, ...more } });
  function withPorts(
    sql: string,
    action: object,
    isRoleAllowed: RuleEngineOptions['isRoleAllowed'] = () => true,
    resources = [archive, stream],
  ) {
    const kept: unknown[] = [];
    const made = engineWith([...resources, rule('Keep', sql, { Actions: [action] })], {
      objects: {
        async put(bucketName, key, content) {
          kept.push([bucketName, key, String(content)]);
        },
      },
      records: {
        async put(streamName, records) {
          kept.push([streamName, ...records.map(String)]);
        },
      },
      isRoleAllowed,
    });
    return { ...made, kept };
  }

  it('puts an object under the key that the template makes', async () => {
    const { engine, kept } = withPorts(
      "SELECT a FROM '+/t'",
      toBucket({ Key: '$' + '{topic()}/$' + '{timestamp()}.json' }),
    );
    await engine.onMessage(message('d1/t', '{"a":1,"b":2}'));
    expect(kept).toEqual([['archive', 'd1/t/1700000000000.json', '{"a":1}']]);
  });

  it.each<[string, string, object, string[]]>([
    ['one record', "SELECT * FROM 'a'", {}, ['[{"a":1},2]']],
    ['one record with what separates it', "SELECT * FROM 'a'", { Separator: '\n' }, ['[{"a":1},2]\n']],
    ['a record for each item', "SELECT * FROM 'a'", { BatchMode: true, Separator: '\r\n' }, ['{"a":1}\r\n', '2\r\n']],
    ['one record of what is no array', "SELECT VALUE get(*, 0) FROM 'a'", { BatchMode: true }, ['{"a":1}']],
  ])('sends %s to a stream', async (_what, sql, more, records) => {
    const { engine, kept } = withPorts(sql, toStream(more));
    await engine.onMessage(message('a', '[{"a":1},2]'));
    expect(kept).toEqual([['stream', ...records]]);
  });

  it.each([
    ['s3:PutObject', 'arn:aws:s3:::archive/x/../y', toBucket({ Key: 'x/$' + '{get(*, 0)}' })],
    ['firehose:PutRecord', stream.arn, toStream()],
    ['firehose:PutRecordBatch', stream.arn, toStream({ BatchMode: true })],
  ])('needs %s on %s', async (permission, resource, action) => {
    const mayOnly = (_role: string, asked: string, on: string) =>
      on === dead.arn || (asked === permission && on !== resource) || (asked !== permission && on === resource);
    const { engine, kept, bodies } = withPorts("SELECT * FROM 'a'", action, mayOnly);
    await engine.onMessage(message('a', '["../y"]'));
    expect(kept).toEqual([]);
    expect(bodies()[0].failures[0].errorMessage).toContain(`not authorized to perform ${permission} on ${resource}.`);
  });

  it.each<[string, object, string, string]>([
    ['S3Action', toBucket({ Key: '$' + '{missing}' }), 'archive', 'The key of the object is empty.'],
    ['FirehoseAction', toStream({ BatchMode: true }), 'stream', 'A batch has from 1 to 500 records, not 501.'],
  ])('tells the error action of a failed %s', async (failedAction, action, failedResource, reason) => {
    const { engine, kept, bodies } = withPorts("SELECT * FROM 'a'", action);
    await engine.onMessage(message('a', JSON.stringify(Array(501).fill(0))));
    expect(kept).toEqual([]);
    expect(bodies()[0].failures).toEqual([
      {
        failedAction,
        failedResource,
        errorMessage: expect.stringContaining(`${reason} Message arrived on: a, Action: `),
      },
    ]);
  });

  it.each<[string, object, AssemblyResource[]?]>([
    ["S3 action's CannedAcl", toBucket({ CannedAcl: 'public-read' })],
    ["none of the backend's buckets", toBucket({ BucketName: 'other' })],
    ["none of the backend's buckets", toBucket(), [{ ...archive, logicalId: 'modelIntrospectionSchemaBucket' }]],
    ['S3 action has no Key', toBucket({ Key: undefined })],
    ['has no end', toBucket({ Key: '$' + '{topic()' })],
    ["none of the backend's streams", toStream({ DeliveryStreamName: 'other' })],
    ['Separator is one of', toStream({ Separator: ';' })],
  ])('stop the start by name: %s', (problem, action, resources) => {
    expect(() => withPorts("SELECT * FROM 'a'", action, () => true, resources)).toThrow(problem);
  });
});

describe('what stops the start', () => {
  it.each<[string, AssemblyResource, string]>([
    ['bad SQL', rule('R', 'SELECT FROM'), 'Expected a value'],
    ['an unsupported function', rule('R', "SELECT get_thing_shadow('a') AS x FROM 'a'"), 'get_thing_shadow()'],
    ['the old SQL version', rule('R', "SELECT * FROM 'a'", { AwsIotSqlVersion: undefined }), 'AwsIotSqlVersion'],
    ['an unknown property', rule('R', "SELECT * FROM 'a'", { Extra: 1 }), 'Extra'],
    ['an unknown action', rule('R', "SELECT * FROM 'a'", { Actions: [{ Timestream: {} }] }), 'the action Timestream'],
    ['an unknown error action', rule('R', "SELECT * FROM 'a'", { ErrorAction: { Kinesis: {} } }), 'Kinesis'],
    [
      'an unknown action property',
      rule('R', "SELECT * FROM 'a'", { Actions: [toQueue(main, { X: 1 })] }),
      'Sqs action',
    ],
    ['a foreign queue', rule('R', "SELECT * FROM 'a'", { Actions: [toQueue(queue('x'))] }), 'none of the backend'],
    ['no bucket', rule('R', "SELECT * FROM 'a'", { Actions: [{ S3: { BucketName: 'b' } }] }), 'none of the backend'],
    ['no functions', rule('R', "SELECT * FROM 'a'", { Actions: [{ Lambda: { FunctionArn: 'f' } }] }), 'functions'],
    ['a broken rule that is disabled', rule('R', 'SELECT', { RuleDisabled: true }), 'Expected a value'],
  ])('%s', (_what, resource, problem) => {
    expect(() => engineWith([resource])).toThrow(UnsupportedRuleError);
    expect(() => engineWith([resource])).toThrow(problem);
    expect(() => engineWith([resource])).toThrow('The IoT rule R cannot run');
  });

  it('a FIFO queue', () => {
    const fifo = queue('fifo', { FifoQueue: true });
    const assembly = assemblyOf(
      fifo,
      ruleRole,
      rule('R', "SELECT * FROM 'a'", { Actions: [toQueue(fifo)], ErrorAction: undefined }),
    );
    expect(() => engineWith([], { assembly })).toThrow('FIFO');
  });
});
