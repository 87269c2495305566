import { describe, expect, it } from 'vitest';
import type { AssemblyResource } from '../assembly/assembly';
import { invokePermissions } from '../lambda/invoke-permissions';
import { ManualClock } from '../settings/manual-clock';
import { assemblyOf } from '../sqs/queue-fixture';
import { FUNCTION_ARN, functionResource, RULE_ARN, ruleResources, scheduleResources } from './schedule-fixture';
import { type ScheduleFailure, startSchedules } from './start-schedules';

const MINUTE = 60_000;
const START = Date.parse('2025-10-09T09:00:20Z');
const turn = () => new Promise((resolve) => setImmediate(resolve));

function start(
  resources: AssemblyResource[],
  run: (event: unknown) => Promise<unknown> = async () => null,
  clock = new ManualClock(START),
) {
  const assembly = assemblyOf('', [functionResource(), ...resources]);
  const runs: { at: number; event: unknown }[] = [];
  const failures: ScheduleFailure[] = [];
  const schedules = startSchedules({
    assembly,
    clock,
    mayInvoke: invokePermissions(assembly),
    isAllowed: (_role, action, resource) => action === 'lambda:InvokeFunction' && resource === FUNCTION_ARN,
    functions: {
      invoke: async (_arn, event) => {
        runs.push({ at: clock.now() - START, event });
        return run(event);
      },
    },
    onFailure: (failure) => failures.push(failure),
  });
  const pass = async (ms: number) => {
    // In steps, so that what is asynchronous happens at its own time.
    for (let left = ms; left > 0; left -= 10_000) {
      clock.advance(Math.min(left, 10_000));
      await turn();
    }
  };
  return { clock, runs, failures, schedules, pass };
}

describe('schedules', () => {
  it('run at full minutes and not at the start (fact 35)', async () => {
    const { runs, pass } = start(ruleResources());
    await pass(3 * MINUTE);
    expect(runs.map(({ at }) => at)).toEqual([40_000, 100_000, 160_000]);
  });

  it('of defineFunction run when their cron expression says, with the event of EventBridge Scheduler', async () => {
    const { runs, pass } = start(scheduleResources());
    await pass(5 * MINUTE);
    expect(runs).toHaveLength(1);
    expect(runs[0]?.event).toMatchObject({
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      time: '2025-10-09T09:05:00Z',
      detail: '{}',
    });
  });

  it('give the event of EventBridge, or the input that the target names', async () => {
    const plain = start(ruleResources());
    await plain.pass(MINUTE);
    expect(plain.runs[0]?.event).toMatchObject({ source: 'aws.events', resources: [RULE_ARN], detail: {} });

    const named = start(ruleResources({}, { Input: '{"job":"count"}' }));
    await named.pass(MINUTE);
    expect(named.runs[0]?.event).toEqual({ job: 'count' });
  });

  it('are not held back by a run that is still going', async () => {
    const { runs, pass } = start(ruleResources(), () => new Promise(() => {}));
    await pass(3 * MINUTE);
    expect(runs).toHaveLength(3);
  });

  it('try a run that fails twice more, with the same event, and then report it', async () => {
    const rule = ruleResources({ ScheduleExpression: 'rate(1 hour)' });
    const { runs, failures, clock, pass } = start(rule, async () => {
      throw new Error('no');
    });
    clock.advance(59 * MINUTE);
    await pass(MINUTE);
    expect(runs).toHaveLength(1);
    await pass(4 * MINUTE);
    const [first] = runs;
    expect(runs.map(({ at }) => at - (first?.at ?? 0))).toEqual([0, MINUTE, 3 * MINUTE]);
    expect(new Set(runs.map(({ event }) => event)).size).toBe(1);
    expect(failures).toEqual([{ logicalId: 'Rule', functionArn: FUNCTION_ARN, error: new Error('no') }]);
  });

  it('run once a minute when timers fire a moment early', async () => {
    class Hasty extends ManualClock {
      override after(delayMs: number, callback: () => void) {
        return super.after(delayMs > 1 ? delayMs - 1 : delayMs, callback);
      }
    }
    const { runs, pass } = start(ruleResources(), undefined, new Hasty(START));
    await pass(2 * MINUTE);
    expect(runs.map(({ at }) => at)).toEqual([40_000, 100_000]);
  });

  it('make up for no minute that passed while the machine slept', async () => {
    const { runs, clock } = start(ruleResources());
    clock.sleep(10 * MINUTE);
    clock.advance(MINUTE);
    await turn();
    expect(runs.map(({ at }) => at)).toEqual([10 * MINUTE, 640_000]);
  });

  it('invoke nothing once they are stopped, nor try again', async () => {
    const { runs, schedules, pass } = start(ruleResources(), async () => {
      throw new Error('no');
    });
    await pass(MINUTE);
    schedules.stop();
    await pass(10 * MINUTE);
    expect(runs).toHaveLength(1);
  });

  it.each([
    ['no permission names the rule', ruleResources({}, {}, { SourceArn: `${RULE_ARN}2` })],
    ['no permission names EventBridge', ruleResources({}, {}, { Principal: 'iot.amazonaws.com' })],
    [
      'its role trusts another service',
      scheduleResources({ ScheduleExpression: 'rate(1 minute)' }, 'lambda.amazonaws.com'),
    ],
  ])('invoke nothing and say so when %s', async (_title, resources) => {
    const { runs, failures, pass } = start(resources);
    await pass(MINUTE);
    expect([runs.length, failures.length]).toEqual([0, 1]);
  });

  it('that are disabled never run', async () => {
    const { runs, pass } = start(ruleResources({ State: 'DISABLED' }));
    await pass(MINUTE);
    expect(runs).toEqual([]);
  });

  it.each([
    ['its target’s RetryPolicy is not supported', ruleResources({}, { RetryPolicy: {} })],
    ['none of the backend’s functions', ruleResources({}, { Arn: 'arn:aws:sqs:eu-central-1:0:queue' })],
    ['neither a rate nor a cron expression', ruleResources({ ScheduleExpression: 'rate(5 minute)' })],
    ['it has no target', ruleResources({ Targets: [] })],
    ['only UTC is supported', scheduleResources({ ScheduleExpressionTimezone: 'Europe/Berlin' })],
    ['its time window is flexible', scheduleResources({ FlexibleTimeWindow: { Mode: 'FLEXIBLE' } })],
  ])('refuse to start when %s', (why, resources) => {
    expect(() => start(resources)).toThrow(why.replaceAll('’', "'"));
  });
});
