// Asynchronous invocation as Lambda does it: two retries, one minute and two minutes later (AWS Lambda: asynchronous
// invocation, error handling).
import { type Clock, systemClock } from '../settings/clock';

const RETRY_DELAYS_MS = [60_000, 120_000];

/** Resolves with the first success; rejects with the last failure. */
export async function retryInvocation<T>(invoke: () => Promise<T>, clock: Clock = systemClock): Promise<T> {
  for (const delayMs of RETRY_DELAYS_MS) {
    try {
      return await invoke();
    } catch {
      await new Promise<void>((resolve) => clock.after(delayMs, resolve));
    }
  }
  return await invoke();
}
