// Asynchronous invocation as Lambda does it: two retries, one minute and two minutes later, unless the function's template
// says otherwise (AWS Lambda: asynchronous invocation, error handling).

import { type Clock, systemClock } from '../settings/clock';
import type { AsynchronousInvocation, FunctionInvoker } from '../settings/ports';
import { UNCONFIGURED } from './asynchronous-settings';

const RETRY_DELAYS_MS = [60_000, 120_000];
const BY_DEFAULT: AsynchronousInvocation = { ...UNCONFIGURED, giveUp: async () => undefined };

/**
 * Resolves with the first success. When the event is given up, its destination is told, and the last failure is thrown; or
 * what kept the destination from being told.
 */
export async function invokeAsynchronously(
  functions: FunctionInvoker,
  functionArn: string,
  event: unknown,
  clock: Clock = systemClock,
): Promise<unknown> {
  const { retries, maxAgeMs, giveUp } = functions.asynchronous?.(functionArn) ?? BY_DEFAULT;
  const takenAt = clock.now();
  for (let tries = 1; ; tries += 1) {
    try {
      return await functions.invoke(functionArn, event);
    } catch (error) {
      const delayMs = tries <= retries ? RETRY_DELAYS_MS[tries - 1] : undefined;
      if (delayMs === undefined) {
        await giveUp({ event, tries, error, condition: 'RetriesExhausted' });
        throw error;
      }
      if (clock.now() + delayMs - takenAt > maxAgeMs) {
        await giveUp({ event, tries, error, condition: 'EventAgeExceeded' });
        throw error;
      }
      await new Promise<void>((resolve) => clock.after(delayMs, resolve));
    }
  }
}
