// Dead letters through the running cloud: they become visible with a reason, go back, and are dropped.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDevice, connectDevice, mosquittoPublish } from '../device';
import { narrowPolicy, type StackResources } from '../edit-assembly';
import { graphql, tokenOf } from '../people';
import { rowsOf } from '../store';
import { eventually, startTestCloud, type TestCloud } from '../test-cloud';

const LIST =
  '{ listDeadLetters { items { deadLetterId queue state receivedAt failedAt reason attempts thingName topic body } } }';
const RESEND = 'mutation Resend($id: ID!) { resendDeadLetter(deadLetterId: $id) { deadLetterId outcome } }';
const DROP = 'mutation Drop($id: ID!) { dropDeadLetter(deadLetterId: $id) { deadLetterId outcome } }';
const NAME = 'cold-store';
// Long enough for a function to start on a busy machine, short enough to wait for.
const HIDDEN_SECONDS = 4;

interface Letter {
  deadLetterId: string;
  queue: string;
  state: string;
  receivedAt: number;
  failedAt: number;
  reason: string;
  attempts: number;
  thingName: string | null;
  topic: string | null;
  body: string;
}

/**
 * A reading is given up after two attempts a few seconds apart, instead of five three minutes apart. The rules lose the
 * right to send to these queues; the dead letters stay theirs.
 */
const hurryAndSilence =
  (...silent: ('Telemetry' | 'Presence' | 'Discord')[]) =>
  (resources: StackResources) => {
    for (const [logicalId, resource] of Object.entries(resources)) {
      const { Type, Properties } = resource;
      if (Type === 'AWS::SQS::Queue' && /^Telemetry|DeadLetters/.test(logicalId)) {
        Properties.VisibilityTimeout = HIDDEN_SECONDS;
        if (Properties.RedrivePolicy) Properties.RedrivePolicy.maxReceiveCount = 2;
      }
      if (Type === 'AWS::Lambda::Function') {
        if (/^(coretelemetry|deadletterslambda)/.test(logicalId)) Properties.Timeout = HIDDEN_SECONDS;
        const variables = Properties.Environment?.Variables;
        if (variables?.TELEMETRY_ATTEMPTS) variables.TELEMETRY_ATTEMPTS = '2';
      }
      if (Type === 'AWS::IAM::Policy' && silent.some((name) => logicalId.startsWith(`${name}RuleRole`))) {
        narrowPolicy(resource, (each) => each.includes('DeadLetters'));
      }
    }
  };

const letters = async (cloud: TestCloud, token: string): Promise<Letter[]> => {
  const { data, errors } = await graphql(cloud, token, LIST);
  expect(errors).toBeUndefined();
  return (data as { listDeadLetters: { items: Letter[] } }).listDeadLetters.items;
};
const letterOf = (cloud: TestCloud, token: string, queue: string) =>
  eventually(
    `a dead letter of the ${queue} queue`,
    async () => (await letters(cloud, token)).find((letter) => letter.queue === queue),
    25_000,
  );
const outcomeOf = async (cloud: TestCloud, token: string, document: string, id: string) => {
  const { data, errors } = await graphql(cloud, token, document, { id });
  expect(errors).toBeUndefined();
  return Object.values(data ?? {})[0];
};
const temperatures = async (cloud: TestCloud) =>
  (await rowsOf(cloud, 'TelemetrySample')).map(({ metrics }) => (metrics as { temperature: number }).temperature);
const queueOf = (cloud: TestCloud, name: string) => {
  const queue = cloud.queues.all.find(({ settings }) => settings.name.includes(name));
  if (!queue) throw new Error(`There is no queue ${name}.`);
  return queue;
};
const tableOf = (cloud: TestCloud, model: string) =>
  cloud.assembly
    .ofType('Custom::AmplifyDynamoDBTable')
    .map(({ properties }) => String(properties.tableName))
    .find((name) => name.startsWith(`${model}-`)) ?? '';

describe('a store that refuses writes, and rules that may send neither presence nor news', () => {
  let cloud: TestCloud;
  let operator: string;
  let viewer: string;

  beforeAll(async () => {
    cloud = await startTestCloud({ edit: hurryAndSilence('Presence', 'Discord') });
    operator = await tokenOf(cloud, 'operator');
    viewer = await tokenOf(cloud, 'viewer');
    await addDevice(cloud, NAME);
  });
  afterAll(() => cloud?.stop());

  it('leave a letter that says which function failed how often', async () => {
    const restore = cloud.dynamodb.faults.inject({ kind: 'refuseWrites', table: tableOf(cloud, 'TelemetrySample') });
    const before = Date.now();
    await mosquittoPublish(cloud, NAME, '{"temperature":4.5}');

    const letter = await letterOf(cloud, operator, 'telemetry');
    restore();

    expect(letter).toMatchObject({ state: 'waiting', attempts: 2, thingName: NAME, topic: `${NAME}/telemetry` });
    expect(letter.reason).toMatch(
      /^core-telemetry failed 2 times on this message\. The log of the function \S+ says why\.$/,
    );
    expect(letter.receivedAt).toBeGreaterThanOrEqual(before);
    expect(letter.failedAt).toBeGreaterThan(letter.receivedAt);
    expect(JSON.parse(letter.body).payload).toBe(Buffer.from('{"temperature":4.5}').toString('base64'));
    expect(await temperatures(cloud)).toEqual([]);
  });

  it('keep it from viewers, who may neither read nor settle it', async () => {
    const [letter] = (await letters(cloud, operator)).filter(({ queue }) => queue === 'telemetry');
    for (const document of [LIST, RESEND, DROP]) {
      const variables = document === LIST ? {} : { id: letter?.deadLetterId };
      expect(await graphql(cloud, viewer, document, variables)).toMatchObject({
        errors: [{ errorType: 'Unauthorized' }],
      });
    }
    expect(await letters(cloud, operator)).toContainEqual(letter);
  });

  it('store the reading once when it is sent again, and the letter is gone', async () => {
    const { deadLetterId: id } = await letterOf(cloud, operator, 'telemetry');

    expect(await outcomeOf(cloud, operator, RESEND, id)).toEqual({ deadLetterId: id, outcome: 'resent' });

    await eventually('the reading is stored', async () => (await temperatures(cloud)).includes(4.5));
    expect((await letters(cloud, operator)).map(({ deadLetterId }) => deadLetterId)).not.toContain(id);
    expect(await outcomeOf(cloud, operator, RESEND, id)).toEqual({ deadLetterId: id, outcome: 'gone' });
    expect(await temperatures(cloud)).toEqual([4.5]);
  });

  it('leave lifecycle events, which make presence when they are sent again', async () => {
    const client = await connectDevice(cloud, NAME);
    const letter = await eventually('the connection is a dead letter', async () =>
      (await letters(cloud, operator)).find(
        ({ queue, topic, body }) =>
          queue === 'presence' &&
          topic === `$aws/events/presence/connected/${NAME}` &&
          JSON.parse(body).clientId === NAME,
      ),
    );
    expect(letter).toMatchObject({ queue: 'presence', attempts: 0, state: 'waiting', thingName: NAME });
    expect(await rowsOf(cloud, 'DevicePresence')).toEqual([]);

    for (const { deadLetterId } of (await letters(cloud, operator)).filter(({ queue }) => queue === 'presence')) {
      await outcomeOf(cloud, operator, RESEND, deadLetterId);
    }

    await eventually('the device has a presence', async () => (await rowsOf(cloud, 'DevicePresence'))[0]);
    await eventually('all of them are handled', () => queueOf(cloud, 'PresenceQueue').messageIds().length === 0);
    client.end(true);
    await letterOf(cloud, operator, 'presence');
  });

  it('leave each of two queues that one report names a letter of its own, which goes back to that queue', async () => {
    const of = (await letters(cloud, operator)).filter(({ topic }) => topic?.startsWith('$aws/events/presence/'));
    const news = of.find(({ queue }) => queue === 'discord');
    expect(news).toMatchObject({ state: 'waiting', thingName: NAME, deadLetterId: expect.stringMatching(/-discord$/) });
    expect(news?.reason).toContain('the discord queue, so discord-webhook never saw it');

    const before = new Set(queueOf(cloud, 'DiscordQueue').messageIds());
    await outcomeOf(cloud, operator, RESEND, String(news?.deadLetterId));
    expect(
      queueOf(cloud, 'DiscordQueue')
        .messageIds()
        .filter((id) => !before.has(id)),
    ).toHaveLength(1);
  });

  it('keep a message in its dead-letter queue as long as its letter cannot be written', async () => {
    const deadLetters = queueOf(cloud, 'PresenceDeadLetters');
    const known = new Set((await letters(cloud, operator)).map(({ deadLetterId }) => deadLetterId));
    const allowWriting = cloud.dynamodb.faults.inject({ kind: 'refuseWrites', table: tableOf(cloud, 'DeadLetter') });
    const client = await connectDevice(cloud, NAME);
    const waiting = await eventually('a message waits', () => deadLetters.messageIds().find((id) => !known.has(id)));
    client.end(true);

    expect((await letters(cloud, operator)).map(({ deadLetterId }) => deadLetterId)).not.toContain(waiting);
    allowWriting();
    await eventually(
      'the letter is there',
      async () => (await letters(cloud, operator)).some(({ deadLetterId }) => deadLetterId === waiting),
      20_000,
    );
  });

  it('drop for good', async () => {
    const { deadLetterId: id } = await letterOf(cloud, operator, 'presence');
    const rows = await rowsOf(cloud, 'DevicePresence');

    expect(await outcomeOf(cloud, operator, DROP, id)).toEqual({ deadLetterId: id, outcome: 'dropped' });
    expect(await outcomeOf(cloud, operator, DROP, id)).toEqual({ deadLetterId: id, outcome: 'gone' });

    expect((await letters(cloud, operator)).map(({ deadLetterId }) => deadLetterId)).not.toContain(id);
    expect(await rowsOf(cloud, 'DevicePresence')).toEqual(rows);
  });
});

describe('a rule that may not send readings', () => {
  let cloud: TestCloud;
  let admin: string;

  beforeAll(async () => {
    cloud = await startTestCloud({ edit: hurryAndSilence('Telemetry') });
    admin = await tokenOf(cloud, 'admin');
    await addDevice(cloud, NAME);
  });
  afterAll(() => cloud?.stop());

  it('leaves a letter with the rule’s words, from which the reading is stored after all (fact 8)', async () => {
    await mosquittoPublish(cloud, NAME, '{"temperature":7.25}');

    const letter = await letterOf(cloud, admin, 'telemetry');

    expect(letter).toMatchObject({ state: 'waiting', attempts: 0, thingName: NAME, topic: `${NAME}/telemetry` });
    expect(letter.reason).toContain('core-telemetry never saw it');
    expect(letter.reason).toContain('is not authorized to perform sqs:SendMessage');
    expect(await outcomeOf(cloud, admin, RESEND, letter.deadLetterId)).toMatchObject({ outcome: 'resent' });
    await eventually('the reading is stored', async () => (await temperatures(cloud)).includes(7.25));
    expect(await letters(cloud, admin)).toEqual([]);
    const [sample] = await rowsOf(cloud, 'TelemetrySample');
    expect(sample).toMatchObject({ thingName: NAME, receivedAt: letter.receivedAt });
  });
});
