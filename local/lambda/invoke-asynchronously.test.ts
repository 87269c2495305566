// Asynchronous invocation with a clock that does not wait.
import { expect, it, test } from 'vitest';
import type { Clock } from '../settings/clock';
import type { AsynchronousInvocation } from '../settings/ports';
import { assemblyOf, queueArn, queueResource } from '../sqs/queue-fixture';
import { asynchronousSettings } from './asynchronous-settings';
import { invokeAsynchronously } from './invoke-asynchronously';

const ARN = 'arn:aws:lambda:eu-central-1:000000000000:function:work';

/** A function that fails, and a clock whose timers fire at once and tell how long they would have taken. */
function setUp(settings?: Partial<AsynchronousInvocation>) {
  const delays: number[] = [];
  const given: unknown[] = [];
  let now = 0;
  let tries = 0;
  const clock: Clock = {
    now: () => now,
    after(delayMs, callback) {
      delays.push(delayMs);
      now += delayMs;
      callback();
      return () => {};
    },
  };
  const giveUp: AsynchronousInvocation['giveUp'] = async (failure) => void given.push(failure);
  const functions = {
    async invoke() {
      tries += 1;
      throw new Error(`try ${tries}`);
    },
    ...(settings ? { asynchronous: () => ({ retries: 2, maxAgeMs: 600_000, giveUp, ...settings }) } : {}),
  };
  return { delays, given, run: () => invokeAsynchronously(functions, ARN, { a: 1 }, clock) };
}

it('tries three times in all, one and two minutes apart', async () => {
  const { delays, run } = setUp();
  await expect(run()).rejects.toThrow('try 3');
  expect(delays).toEqual([60_000, 120_000]);
});

it('stops at the first success', async () => {
  expect(await invokeAsynchronously({ invoke: async () => 'done' }, ARN, {})).toBe('done');
});

it('tries as often, and for as long, as the template says, and then tells why it gave up', async () => {
  const once = setUp({ retries: 0 });
  await expect(once.run()).rejects.toThrow('try 1');
  expect(once.given).toEqual([{ event: { a: 1 }, tries: 1, error: new Error('try 1'), condition: 'RetriesExhausted' }]);

  const brief = setUp({ maxAgeMs: 100_000 });
  await expect(brief.run()).rejects.toThrow('try 2');
  expect(brief.delays).toEqual([60_000]);
  expect(brief.given).toMatchObject([{ tries: 2, condition: 'EventAgeExceeded' }]);
});

const settings = (properties: Record<string, unknown>) =>
  asynchronousSettings(
    assemblyOf('', [
      { logicalId: 'Work', type: 'AWS::Lambda::Function', properties: {}, ref: 'work', arn: ARN },
      queueResource('lost'),
      {
        logicalId: 'Config',
        type: 'AWS::Lambda::EventInvokeConfig',
        properties: { FunctionName: 'work', Qualifier: '$LATEST', ...properties },
        ref: 'Config',
        arn: '',
      },
    ]),
  ).get(ARN);

test('the template’s settings have Lambda’s defaults', () => {
  expect(settings({})).toEqual({ retries: 2, maxAgeMs: 21_600_000, failureQueueArn: null });
  const DestinationConfig = { OnFailure: { Destination: queueArn('lost') } };
  expect(settings({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60, DestinationConfig })).toEqual({
    retries: 0,
    maxAgeMs: 60_000,
    failureQueueArn: queueArn('lost'),
  });
});

test.each([
  [{ MaximumRetryAttempts: 3 }, 'between 0 and 2'],
  [{ MaximumEventAgeInSeconds: 59 }, 'between 60 and 21600'],
  [{ Qualifier: '7' }, 'no version 7'],
  [{ DestinationConfig: { OnSuccess: { Destination: queueArn('lost') } } }, 'OnSuccess is not supported'],
  [{ DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:x' } } }, 'arn:aws:sns:x is none of'],
])('%j stops the start', (properties, why) => {
  expect(() => settings(properties)).toThrow('The asynchronous invocation Config cannot be configured');
  expect(() => settings(properties)).toThrow(why);
});
