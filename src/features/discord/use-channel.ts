// The channel and its log: fetched when first shown, every ten seconds while somebody looks, and on demand.
import { useCallback, useEffect, useState } from 'react';
import type { Delivery } from '../../../domain/discord/delivery';
import { type DiscordChannel, fetchDeliveries, fetchDiscordChannel } from '../../cloud/discord';

const EVERY_MS = 10_000;

interface Channel {
  /** Null before it was fetched. */
  channel: DiscordChannel | null;
  deliveries: Delivery[] | null;
  /** Why the last attempt failed; null when it did not. */
  failure: unknown;
  /** Takes what a change answered. */
  replace: (channel: DiscordChannel) => void;
  refetch: () => void;
}

/** Fetches both; what was fetched stays while a later attempt fails. */
export function useChannel(): Channel {
  const [fetched, setFetched] = useState<{ channel: DiscordChannel; deliveries: Delivery[] } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const refetch = useCallback(() => setRound((before) => before + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round fetches again.
  useEffect(() => {
    let over = false;
    Promise.all([fetchDiscordChannel(), fetchDeliveries()]).then(
      ([channel, deliveries]) => {
        if (over) return;
        setFetched({ channel, deliveries });
        setFailure(null);
      },
      (thrown) => {
        if (!over) setFailure(thrown);
      },
    );
    return () => {
      over = true;
    };
  }, [round]);

  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) refetch();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [refetch]);

  return {
    channel: fetched?.channel ?? null,
    deliveries: fetched?.deliveries ?? null,
    failure,
    replace: useCallback((channel) => setFetched((known) => ({ deliveries: known?.deliveries ?? [], channel })), []),
    refetch,
  };
}
