// Runs the schedules: once a minute, whatever is due in it is invoked.
import type { Assembly } from '../assembly/assembly';
import { invokeAsynchronously } from '../lambda/invoke-asynchronously';
import { type Clock, systemClock } from '../settings/clock';
import type { FunctionInvoker } from '../settings/ports';
import { readSchedules, type Schedule, type ScheduledTarget, type SchedulePermissions } from './read-schedules';

/** An invocation that did not happen, or failed for good. */
export interface ScheduleFailure {
  logicalId: string;
  functionArn: string;
  error: unknown;
}

const MINUTE_MS = 60_000;
const minuteOf = (epochMs: number): number => Math.floor(epochMs / MINUTE_MS) * MINUTE_MS;

/**
 * Starts the enabled schedules of the assembly at the next full minute. Invocation is asynchronous, as in AWS: nobody waits
 * for a run, a run that is still going does not hold the next one back, and one that fails is tried twice more. A minute
 * that passed while the machine slept is not made up for. A schedule without permission invokes nothing; `onFailure` hears
 * of that and of runs that failed three times. Throws UnsupportedScheduleError for what does not run here as in AWS.
 */
export function startSchedules(
  options: {
    assembly: Assembly;
    functions: FunctionInvoker;
    clock?: Clock;
    onFailure(failure: ScheduleFailure): void;
  } & SchedulePermissions,
): { stop(): void } {
  const { assembly, functions, clock = systemClock, onFailure } = options;
  const schedules = readSchedules(assembly, options);
  let stopped = false;
  let cancel = () => {};
  let lastMinute = minuteOf(clock.now());
  const untilStopped: FunctionInvoker = {
    ...functions,
    invoke: async (functionArn, event) => (stopped ? undefined : functions.invoke(functionArn, event)),
  };

  function run({ logicalId }: Schedule, { functionArn, event, refusal }: ScheduledTarget, minuteMs: number): void {
    const fail = (error: unknown) => {
      if (!stopped) onFailure({ logicalId, functionArn, error });
    };
    if (refusal) {
      fail(new Error(refusal));
      return;
    }
    void invokeAsynchronously(untilStopped, functionArn, event(minuteMs), clock).catch(fail);
  }

  function tick(): void {
    const minute = minuteOf(clock.now());
    // A timer may fire a moment early, and a clock may be set back by a moment: no minute comes twice.
    if (minute !== lastMinute) {
      lastMinute = minute;
      for (const schedule of schedules.filter(({ isDue }) => isDue(minute))) {
        for (const target of schedule.targets) run(schedule, target, minute);
      }
    }
    arm();
  }

  function arm(): void {
    const now = clock.now();
    cancel = clock.after(minuteOf(now) + MINUTE_MS - now, tick);
  }

  if (schedules.length > 0) arm();
  return {
    stop() {
      stopped = true;
      cancel();
    },
  };
}
