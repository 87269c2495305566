// Messages that are on their way to the rules, so that a stop can wait for them.
import type { PublishedMessage } from '../../settings/ports';

type OnPublish = (message: PublishedMessage) => Promise<void>;

/** Returns `onPublish` with a memory of what it has not finished. It rejects, never throws. */
export function trackAcceptance(onPublish: OnPublish): { onPublish: OnPublish; settled(): Promise<void> } {
  const underWay = new Set<Promise<void>>();
  return {
    onPublish(message) {
      const accepting = (async () => onPublish(message))();
      underWay.add(accepting);
      const forget = () => underWay.delete(accepting);
      accepting.then(forget, forget);
      return accepting;
    },
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}
