import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTelemetryRecord } from '../telemetry/parse-telemetry-record';
import { type DeadMessage, describeDeadLetter } from './describe-dead-letter';
import { parseDeadLetterRow } from './parse-dead-letter-row';

const NOW = 1_790_000_000_000;
const SENT = NOW - 60_000;
const base64 = (text: string) => Buffer.from(text).toString('base64');

const message = (body: unknown, change: Partial<DeadMessage> = {}): DeadMessage => ({
  deadLetterId: 'm-1',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  sentAt: SENT,
  queue: 'telemetry',
  queueUrl: 'https://sqs/1/queue',
  reader: 'core-telemetry',
  functionName: 'app-core-telemetry',
  attempts: 5,
  ...change,
});
const envelope = {
  payload: base64('{"temperature":21}'),
  topic: 'pump/telemetry',
  clientId: 'pump',
  traceId: 't-1',
  receivedAt: NOW - 90_000,
};
const ruleFailure = (change: Record<string, unknown> = {}) => ({
  ruleName: 'DeviceTelemetryRule',
  topic: 'pump/telemetry',
  cloudwatchTraceId: 't-1',
  clientId: 'pump',
  base64OriginalPayload: envelope.payload,
  failures: [{ failedAction: 'SqsAction', failedResource: 'queue', errorMessage: 'The role may not send.' }],
  ...change,
});

describe('a message that its function gave up', () => {
  it('says which function failed how often, and where its log is', () => {
    const { letter, resendBody } = describeDeadLetter(message(envelope), NOW);

    expect(letter).toEqual({
      deadLetterId: 'm-1',
      queue: 'telemetry',
      state: 'waiting',
      receivedAt: NOW - 90_000,
      failedAt: NOW,
      reason: 'core-telemetry failed 5 times on this message. The log of the function app-core-telemetry says why.',
      attempts: 5,
      thingName: 'pump',
      topic: 'pump/telemetry',
    });
    expect(resendBody).toBe(JSON.stringify(envelope));
  });

  it('names the plant of a gateway, and the client of a lifecycle event', () => {
    const gateway = describeDeadLetter(message({ ...envelope, topic: 'solar/plant-1/data' }), NOW);
    const presence = describeDeadLetter(message({ clientId: 'pump', receivedAt: 7 }, { queue: 'presence' }), NOW);

    expect(gateway.letter.thingName).toBe('plant-1');
    expect(presence.letter).toMatchObject({ thingName: 'pump', topic: null, receivedAt: 7 });
  });

  it('is sent again word for word, even when nobody can read it', () => {
    const { letter, resendBody } = describeDeadLetter(message('not JSON'), NOW);

    expect(resendBody).toBe('not JSON');
    expect(letter).toMatchObject({ state: 'waiting', thingName: null, topic: null, receivedAt: SENT });
  });
});

describe('a message that a rule could not hand on (fact 8)', () => {
  it('says what the rule said, and that no function ever saw it', () => {
    const { letter } = describeDeadLetter(message(ruleFailure()), NOW);

    expect(letter).toMatchObject({ state: 'waiting', attempts: 0, thingName: 'pump', topic: 'pump/telemetry' });
    expect(letter.reason).toBe(
      'A rule could not put this message on the telemetry queue, so core-telemetry never saw it: The role may not send.',
    );
  });

  it('is rebuilt as the envelope that the rule would have made, the same every time', () => {
    const first = describeDeadLetter(message(ruleFailure()), NOW);
    const second = describeDeadLetter(message(ruleFailure()), NOW + 1000);

    expect(JSON.parse(first.resendBody ?? '')).toEqual({ ...envelope, receivedAt: SENT });
    expect(second.resendBody).toBe(first.resendBody);
    expect(parseTelemetryRecord(JSON.parse(first.resendBody ?? ''))).toMatchObject({
      ok: true,
      thingName: 'pump',
      receivedAt: SENT,
      samples: [{ metrics: { temperature: 21 } }],
    });
  });

  it('is rebuilt for presence from the event itself', () => {
    const event = { clientId: 'pump', eventType: 'connected', timestamp: 5 };
    const failure = ruleFailure({
      topic: '$aws/events/presence/connected/pump',
      base64OriginalPayload: base64(JSON.stringify(event)),
    });

    const { letter, resendBody } = describeDeadLetter(message(failure, { queue: 'presence' }), NOW);

    expect(JSON.parse(resendBody ?? '')).toEqual({ ...event, traceId: 't-1', receivedAt: SENT });
    expect(letter.thingName).toBe('pump');
  });

  it.each([
    ['the payload is missing', 'telemetry', { base64OriginalPayload: undefined }],
    ['the payload is not base64', 'telemetry', { base64OriginalPayload: '!' }],
    ['the topic is missing', 'telemetry', { topic: undefined }],
    ['the event is not JSON', 'presence', { base64OriginalPayload: base64('hello') }],
  ] as const)('can only be dropped when %s', (_, queue, change) => {
    const { letter, resendBody } = describeDeadLetter(message(ruleFailure(change), { queue }), NOW);

    expect(resendBody).toBeNull();
    expect(letter.state).toBe('unsendable');
    expect(letter.reason).toContain('cannot be sent again');
  });

  it('says only what went wrong with its own queue', () => {
    const failures = [
      { failedResource: 'queue', errorMessage: 'No right.' },
      { failedResource: 'other', errorMessage: 'No such queue.' },
    ];
    expect(describeDeadLetter(message(ruleFailure({ failures })), NOW).letter.reason).toMatch(/: No right\.$/);
  });

  it('quotes an error shortened and in plain characters', () => {
    const { letter } = describeDeadLetter(
      message(ruleFailure({ failures: [{ errorMessage: `\u202eevil${'x'.repeat(5000)}` }] })),
      NOW,
    );

    expect(letter.reason).toMatch(/^[\x20-\x7e]*$/);
    expect(letter.reason.length).toBeLessThan(800);
  });
});

it('takes any body without throwing, and the row reads back', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.anything().map((value) => JSON.stringify(ruleFailure({ failures: [value], topic: value })) ?? ''),
      ),
      fc.constantFrom('telemetry' as const, 'presence' as const),
      (body, queue) => {
        const { letter } = describeDeadLetter(message(body, { queue }), NOW);
        expect(parseDeadLetterRow(JSON.parse(JSON.stringify(letter)))).toEqual(letter);
      },
    ),
  );
});

describe('a row', () => {
  it('of another queue, without an id or without a time is none', () => {
    const row = { deadLetterId: 'm', queue: 'telemetry', failedAt: 1 };
    expect(parseDeadLetterRow(row)).toMatchObject({ deadLetterId: 'm', state: 'unsendable', attempts: 0 });
    for (const change of [{ queue: 'other' }, { deadLetterId: null }, { failedAt: 'now' }]) {
      expect(parseDeadLetterRow({ ...row, ...change })).toBeUndefined();
    }
    expect(parseDeadLetterRow(null)).toBeUndefined();
  });
});

describe('what the channel could not be told', () => {
  const undelivered = (thingNames: string[]) =>
    describeDeadLetter(
      message({ kind: 'undelivered', reason: 'Discord answered 404.', thingNames }, { queue: 'discord' }),
      NOW,
    );

  it('says why itself, and names the device when it is one', () => {
    expect(undelivered(['pump']).letter).toMatchObject({
      queue: 'discord',
      thingName: 'pump',
      reason: 'The news of one device could not be told in Discord: Discord answered 404.',
    });
    expect(undelivered(['a', 'b']).letter).toMatchObject({
      thingName: null,
      reason: 'The news of 2 devices could not be told in Discord: Discord answered 404.',
    });
  });

  it('of a rule that could not send is rebuilt as the rule would have made it', () => {
    const event = { clientId: 'pump', eventType: 'disconnected' };
    const failure = ruleFailure({ base64OriginalPayload: base64(JSON.stringify(event)) });
    const { letter, resendBody } = describeDeadLetter(message(failure, { queue: 'discord' }), NOW);
    expect(letter).toMatchObject({ queue: 'discord', state: 'waiting', thingName: 'pump' });
    expect(JSON.parse(resendBody ?? '')).toMatchObject({ ...event, receivedAt: SENT });
  });
});
