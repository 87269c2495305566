// Sends what was gathered: one sender at a time, only what still holds, as one message.
import { decideTelling, rollUpChildren } from '../../../domain/discord/decide-telling';
import type { SenderState } from '../../../domain/discord/delivery';
import { quietForMs } from '../../../domain/discord/quiet-hours';
import type { Telling } from '../../../domain/discord/telling';
import { deliverNews } from './deliver-news';
import { openWindow } from './open-window';
import type { NotificationPorts, PendingThing } from './ports';
import { settleUnfinished } from './settle-unfinished';

/** `busy`: another sender is at work. */
export type FlushOutcome = 'done' | 'superseded' | 'busy';

// More than this stay for the next message.
const MOST_AT_ONCE = 2_000;
const LONGEST_DELAY_MS = 900_000;

/** Sends the news of the window that closes at `flushAt`. Throws when a table cannot be reached. */
export async function flushWindow(flushAt: number, ports: NotificationPorts): Promise<FlushOutcome> {
  const { store, now } = ports;
  // A message that was delivered twice, or that a crash left behind.
  if ((await store.sender()).flushAt !== flushAt) return 'superseded';
  const owner = ports.newId();
  if (!(await store.lease(owner, now(), now() + ports.remainingMs() + 1_000))) return 'busy';
  try {
    const sender = await store.sender();
    if (sender.flushAt !== flushAt) return 'superseded';
    const nextAt = await work(owner, sender, ports);
    if (nextAt !== null)
      await ports.send({ kind: 'flush', flushAt: nextAt }, Math.min(nextAt - now(), LONGEST_DELAY_MS));
    await store.saveSender(owner, { flushAt: nextAt });
    // Who noted something before the window was closed found it open and relies on it.
    if (nextAt === null && (await store.pending(1)).length > 0) await openWindow(ports);
    return 'done';
  } finally {
    await store.release(owner);
  }
}

/** Returns when to go on (epoch ms), null when nothing is left to do. */
async function work(owner: string, before: SenderState, ports: NotificationPorts): Promise<number | null> {
  const { store, now, log } = ports;
  const [settings, webhook] = await Promise.all([store.settings(), ports.webhook()]);
  if (!webhook || before.disabledWebhook === webhook.fingerprint) {
    const dropped = await dropAll(ports);
    log.warn('News were not told.', { count: dropped, why: webhook ? 'disabled' : 'notConfigured' });
    return null;
  }
  if (before.notBefore > now()) return before.notBefore;
  const sender = await settleUnfinished(owner, before, webhook, ports);
  if (sender.disabledWebhook === webhook.fingerprint) return null;
  if (sender.notBefore > now()) return sender.notBefore;
  const quietMs = quietForMs(settings.quiet, now(), LONGEST_DELAY_MS);
  if (quietMs > 0) return now() + quietMs;

  const pending = await store.pending(MOST_AT_ONCE);
  const tellings = await findNews(pending, ports);
  const nextAt = await deliverNews({ owner, sender, webhook, settings, pending, ...tellings }, ports);
  if (nextAt !== null) return nextAt;
  return pending.length === MOST_AT_ONCE ? now() + 1_000 : null;
}

/** What of the pending things is news now, and which outages are over without being told. */
async function findNews(
  pending: readonly PendingThing[],
  { store, now }: NotificationPorts,
): Promise<{ tellings: Telling[]; told: Telling[]; forgotten: string[] }> {
  const names = [...new Set(pending.map(({ thingName }) => thingName))];
  const [known, settings] = await Promise.all([store.things(names), store.settings()]);
  const told: Telling[] = [];
  const forgotten: string[] = [];
  for (const name of names) {
    const state = known.get(name);
    const decision = state && decideTelling(name, state, settings, now());
    if (decision?.action === 'tell') told.push(decision.telling);
    else if (decision?.action === 'forget') forgotten.push(name);
  }
  return { tellings: rollUpChildren(told), told, forgotten };
}

/** What nobody can be told is dropped. Who is back without a word is forgotten: its next outage is news again. */
async function dropAll(ports: NotificationPorts): Promise<number> {
  const { store } = ports;
  const pending = await store.pending(MOST_AT_ONCE);
  const { told, forgotten } = await findNews(pending, ports);
  const back = told.filter(({ transition }) => transition === 'online').map(({ thingName }) => thingName);
  await store.remember([], [...forgotten, ...back]);
  await store.dropPending(pending.map(({ pendingId }) => pendingId));
  return pending.length;
}
