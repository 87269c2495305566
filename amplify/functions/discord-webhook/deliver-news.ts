// From news to a delivery: composes the message, has it sent, and takes from the pending things what is settled.
import type { ChannelSettings } from '../../../domain/discord/channel-settings';
import { composeMessage } from '../../../domain/discord/compose-message';
import type { Delivery, SenderState } from '../../../domain/discord/delivery';
import type { Telling } from '../../../domain/discord/telling';
import type { KnownWebhook } from '../shared/webhook-secret';
import type { NotificationPorts, PendingThing } from './ports';
import { attempt } from './record-outcome';

interface News {
  owner: string;
  sender: SenderState;
  webhook: KnownWebhook;
  settings: ChannelSettings;
  pending: readonly PendingThing[];
  /** What is written, children rolled up into their gateways. */
  tellings: readonly Telling[];
  /** What the channel then knows. */
  told: readonly Telling[];
  /** Things whose outage is over and not worth a message. */
  forgotten: readonly string[];
}

const NO_LONGER = 'While it waited, what it told ceased to hold.';

/** Delivers; returns when to try again (epoch ms), null when the pending things are settled. */
export async function deliverNews(news: News, ports: NotificationPorts): Promise<number | null> {
  const { owner, sender, webhook, settings, pending, tellings, told, forgotten } = news;
  const { store } = ports;
  const dropPending = () => store.dropPending(pending.map(({ pendingId }) => pendingId));
  const before = sender.deliveryId === null ? null : await store.delivery(sender.deliveryId);
  if (tellings.length === 0) {
    await store.remember([], forgotten);
    if (before) {
      await store.putDelivery({ ...before, state: 'overtaken', reason: NO_LONGER });
      await store.saveSender(owner, { deliveryId: null });
    }
    await dropPending();
    return null;
  }
  const nowMs = ports.now();
  const firstAt = Math.min(nowMs, ...pending.map(({ notedAt }) => notedAt));
  const message = composeMessage(tellings, { appUrl: settings.appUrl, footnote: footnote(news, nowMs - firstAt) });
  const delivery: Delivery = {
    deliveryId: before?.deliveryId ?? `${String(nowMs).padStart(15, '0')}-${ports.newId()}`,
    at: before?.at ?? nowMs,
    kind: 'news',
    state: 'sending',
    attempts: before?.attempts ?? 0,
    repeats: 0,
    reason: null,
    body: JSON.stringify(message),
    outages: told.flatMap(({ transition, thingName, since }) =>
      transition === 'online' ? [] : [{ thingName, presence: transition, since }],
    ),
    ended: [
      ...told.filter(({ transition }) => transition === 'online').map(({ thingName }) => thingName),
      ...forgotten,
    ],
  };
  const thingNames = told.map(({ thingName }) => thingName);
  const { settled, sender: after } = await attempt({ owner, sender, webhook, delivery, thingNames, firstAt }, ports);
  if (!settled) return after.notBefore;
  await dropPending();
  return null;
}

// News that are minutes old waited for something; the reader should know for what.
function footnote({ sender, settings }: News, waitedMs: number): string | null {
  if (waitedMs < 120_000) return null;
  if (sender.failures > 0) return 'Discord could not be reached before. This is what still holds.';
  const { quiet } = settings;
  return (
    quiet && `Held back in quiet hours, ${quiet.from} to ${quiet.until} (${quiet.timeZone}). This is what still holds.`
  );
}
