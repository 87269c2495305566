// The channel and its log: fetched when first shown, every ten seconds while somebody looks, and on demand.
import { useCallback } from 'react';
import type { Delivery } from '../../../domain/discord/delivery';
import { type DiscordChannel, fetchDeliveries, fetchDiscordChannel } from '../../cloud/discord';
import { useRefetched } from '../../ui/use-refetched';

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
  const { value, failure, refetch, put } = useRefetched(fetchBoth, EVERY_MS);
  return {
    channel: value?.channel ?? null,
    deliveries: value?.deliveries ?? null,
    failure,
    replace: useCallback((channel) => put((known) => ({ deliveries: known?.deliveries ?? [], channel })), [put]),
    refetch,
  };
}

async function fetchBoth() {
  const [channel, deliveries] = await Promise.all([fetchDiscordChannel(), fetchDeliveries()]);
  return { channel, deliveries };
}
