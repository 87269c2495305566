// One attempt to deliver a message, and what is recorded of its outcome.
import type { Delivery, SenderState } from '../../../domain/discord/delivery';
import type { KnownWebhook } from '../shared/webhook-secret';
import type { NotificationPorts } from './ports';

/** An attempt; `firstAt` is when the oldest of its news was noted. */
export interface Attempt {
  owner: string;
  sender: SenderState;
  webhook: KnownWebhook;
  delivery: Delivery;
  thingNames: readonly string[];
  firstAt: number;
}

const SHORTEST_WAIT_MS = 1_000;
const FIRST_BACK_OFF_MS = 5_000;
const LONGEST_BACK_OFF_MS = 900_000;
const GIVE_UP_AFTER_MS = 24 * 3_600_000;

/**
 * Sends a delivery. It is on record as under way before Discord gets it, so that a function that is stopped meanwhile
 * leaves a trace. `settled`: its news need not wait any longer. Throws when a table cannot be reached.
 */
export async function attempt(
  { owner, sender, webhook, delivery, thingNames, firstAt }: Attempt,
  ports: NotificationPorts,
): Promise<{ settled: boolean; sender: SenderState }> {
  const { store, now, log } = ports;
  const under: Delivery = { ...delivery, state: 'sending', attempts: delivery.attempts + 1 };
  await store.putDelivery(under);
  const save = async (changes: Partial<SenderState>): Promise<SenderState> => {
    await store.saveSender(owner, changes);
    return { ...sender, ...changes };
  };
  await save({ deliveryId: under.deliveryId });
  const outcome = await ports.post(webhook, under.body);
  log.info('Posted to Discord.', { outcome: outcome.kind, things: thingNames.length, attempts: under.attempts });
  switch (outcome.kind) {
    case 'delivered':
      return {
        settled: true,
        sender: await recordDelivered(owner, sender, { ...under, state: 'delivered' }, outcome.waitMs, ports),
      };
    case 'rateLimited': {
      const reason = 'Discord asked to wait (429).';
      await store.putDelivery({ ...under, state: 'waiting', reason });
      const notBefore = now() + Math.max(SHORTEST_WAIT_MS, outcome.retryAfterMs);
      return { settled: false, sender: await save({ notBefore, deliveryId: under.deliveryId }) };
    }
    case 'unavailable': {
      const failures = sender.failures + 1;
      if (now() - firstAt > GIVE_UP_AFTER_MS) return giveUp(`${outcome.reason} It was tried for a day.`, {});
      await store.putDelivery({ ...under, state: 'waiting', reason: outcome.reason });
      const notBefore = now() + Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** Math.min(failures - 1, 10));
      const changes = { failures, lastFailure: outcome.reason, notBefore, deliveryId: under.deliveryId };
      return { settled: false, sender: await save(changes) };
    }
    case 'gone':
      return giveUp(outcome.reason, {
        disabledAt: now(),
        disabledReason: outcome.reason,
        disabledWebhook: webhook.fingerprint,
      });
    case 'refused':
      return giveUp(outcome.reason, {});
  }

  async function giveUp(reason: string, changes: Partial<SenderState>) {
    if (thingNames.length > 0) await ports.bury({ kind: 'undelivered', reason, thingNames });
    await store.putDelivery({ ...under, state: 'failed', reason });
    const failures = sender.failures + 1;
    return { settled: true, sender: await save({ failures, lastFailure: reason, deliveryId: null, ...changes }) };
  }
}

/** Records that the channel knows what `delivery` tells. May be repeated. */
export async function recordDelivered(
  owner: string,
  sender: SenderState,
  delivery: Delivery,
  waitMs: number,
  { store, now }: NotificationPorts,
): Promise<SenderState> {
  await store.putDelivery(delivery);
  await store.remember(delivery.outages, delivery.ended);
  const changes = {
    deliveryId: null,
    failures: 0,
    lastFailure: null,
    lastDeliveredAt: now(),
    notBefore: now() + waitMs,
    disabledAt: null,
    disabledReason: null,
    disabledWebhook: null,
  };
  await store.saveSender(owner, changes);
  return { ...sender, ...changes };
}
