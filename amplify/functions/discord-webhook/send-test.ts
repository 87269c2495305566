// The message by which an admin tries the channel. It is sent at once, in quiet hours, too, and not repeated.
import { composeTest } from '../../../domain/discord/compose-message';
import type { Delivery } from '../../../domain/discord/delivery';
import type { NotificationPorts } from './ports';
import { recordDelivered } from './record-outcome';

/** Sends it; the delivery log says what became of it. Throws when a table cannot be reached. */
export async function sendTest(askedAt: number, ports: NotificationPorts): Promise<'done' | 'busy'> {
  const { store, now } = ports;
  const owner = ports.newId();
  if (!(await store.lease(owner, now(), now() + ports.remainingMs() + 1_000))) return 'busy';
  try {
    const [sender, settings, webhook] = await Promise.all([store.sender(), store.settings(), ports.webhook()]);
    const delivery: Delivery = {
      deliveryId: `${String(now()).padStart(15, '0')}-${ports.newId()}`,
      at: now(),
      kind: 'test',
      state: 'failed',
      attempts: 1,
      repeats: 0,
      reason: null,
      body: JSON.stringify(composeTest(askedAt, settings.appUrl)),
      outages: [],
      ended: [],
    };
    if (!webhook) {
      await store.putDelivery({ ...delivery, reason: 'No webhook is set.' });
      return 'done';
    }
    if (sender.disabledWebhook === webhook.fingerprint) {
      await store.putDelivery({ ...delivery, reason: 'Discord does not know this webhook any more. Set another one.' });
      return 'done';
    }
    if (sender.notBefore > now()) {
      await store.putDelivery({ ...delivery, reason: 'Discord wants no message yet. Try again in a minute.' });
      return 'done';
    }
    const outcome = await ports.post(webhook, delivery.body);
    if (outcome.kind === 'delivered') {
      // An unfinished delivery stays unfinished.
      const after = await recordDelivered(owner, sender, { ...delivery, state: 'delivered' }, outcome.waitMs, ports);
      await store.saveSender(owner, { ...after, deliveryId: sender.deliveryId });
      return 'done';
    }
    const reason = outcome.kind === 'rateLimited' ? 'Discord asked to wait (429).' : outcome.reason;
    await store.putDelivery({ ...delivery, reason });
    await store.saveSender(owner, {
      failures: sender.failures + 1,
      lastFailure: reason,
      ...(outcome.kind === 'rateLimited' ? { notBefore: now() + outcome.retryAfterMs } : {}),
      ...(outcome.kind === 'gone'
        ? { disabledAt: now(), disabledReason: reason, disabledWebhook: webhook.fingerprint }
        : {}),
    });
    return 'done';
  } finally {
    await store.release(owner);
  }
}
