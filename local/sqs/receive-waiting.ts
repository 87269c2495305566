// Long polling: waits for a message instead of answering "none".
import type { Clock } from '../settings/clock';
import type { DurableQueue, ReceivedMessage } from './durable-queue';

/** Resolves with messages as soon as there is one, or with none after `waitMs`. */
export function receiveWaiting(
  queue: DurableQueue,
  clock: Clock,
  options: { max: number; waitMs: number; visibilityTimeoutMs?: number },
): Promise<ReceivedMessage[]> {
  const receive = () => queue.receive(options.max, options.visibilityTimeoutMs);
  const atOnce = receive();
  if (atOnce.length > 0 || options.waitMs <= 0) return Promise.resolve(atOnce);
  return new Promise((resolve) => {
    const finish = (messages: ReceivedMessage[]) => {
      stopListening();
      cancel();
      resolve(messages);
    };
    const stopListening = queue.onAvailable(() => {
      const messages = receive();
      if (messages.length > 0) finish(messages);
    });
    const cancel = clock.after(options.waitMs, () => finish([]));
  });
}
