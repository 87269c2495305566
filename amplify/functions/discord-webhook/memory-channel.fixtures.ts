// The ports of discord-webhook in memory: a clock that a test sets, a queue whose messages come when they are due, and a
// Discord that answers what a test says.
import { type ChannelSettings, DEFAULT_SETTINGS } from '../../../domain/discord/channel-settings';
import type { KnownThing } from '../../../domain/discord/decide-telling';
import { type Delivery, parseSenderRow, type SenderState } from '../../../domain/discord/delivery';
import type { ToldOutage } from '../../../domain/discord/telling';
import type { DevicePresence, Presence } from '../../../domain/presence/device-presence';
import type { NotificationPorts, PendingThing } from './ports';
import type { PostOutcome } from './post-message';
import { takeMessages } from './take-messages';

export const START = Date.UTC(2026, 0, 10, 12);
/** A function that is stopped: nothing of this invocation happens after it. */
export class Killed extends Error {
  override name = 'Killed';
}

/** Makes the channel. */
export function memoryChannel(change: Partial<ChannelSettings> = {}) {
  const settings = { ...DEFAULT_SETTINGS, ...change };
  let nowMs = START;
  let ids = 0;
  let killAfterPost = 0;
  const presences = new Map<string, DevicePresence>();
  const told = new Map<string, ToldOutage>();
  const pending = new Map<string, PendingThing>();
  const deliveries = new Map<string, Delivery>();
  const posted: { at: number; body: string }[] = [];
  const buried: object[] = [];
  let row: Record<string, unknown> = {};
  let queue: { id: string; body: string; attempts: number; dueAt: number }[] = [];
  let answer: (post: number) => PostOutcome = () => ({ kind: 'delivered', waitMs: 0 });
  let dead = false;
  let fingerprint = 'f';
  const alive = () => {
    if (dead) throw new Killed('The function is stopped.');
  };

  const ports: NotificationPorts = {
    now: () => nowMs,
    newId: () => `id-${++ids}`,
    remainingMs: () => 30_000,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    webhook: async () => ({ id: '1', token: 't', source: 'app', fingerprint }),
    post: async (_, body) => {
      alive();
      posted.push({ at: nowMs, body });
      const outcome = answer(posted.length);
      if (killAfterPost > 0) {
        killAfterPost -= 1;
        dead = true;
      }
      return outcome;
    },
    send: async (body, delayMs) => {
      alive();
      queue.push({ id: `m-${++ids}`, body: JSON.stringify(body), attempts: 0, dueAt: nowMs + delayMs });
    },
    bury: async (body) => {
      alive();
      buried.push(body);
    },
    store: {
      things: async (names) =>
        new Map(
          names.map((name): [string, KnownThing] => [
            name,
            { presence: presences.get(name) ?? null, told: told.get(name) ?? null, device: null, children: 0 },
          ]),
        ),
      settings: async () => settings,
      addPending: async (things) => {
        for (const thing of things) pending.set(thing.pendingId, thing);
        return new Set();
      },
      pending: async (most) =>
        [...pending.values()].sort((a, b) => (a.pendingId < b.pendingId ? -1 : 1)).slice(0, most),
      dropPending: async (gone) => {
        alive();
        for (const id of gone) pending.delete(id);
      },
      remember: async (outages, ended) => {
        alive();
        for (const outage of outages) told.set(outage.thingName, outage);
        for (const name of ended) told.delete(name);
      },
      sender: async () => parseSenderRow(row),
      openWindow: async (flushAt, stuckBefore) => {
        if (typeof row.flushAt === 'number' && row.flushAt >= stuckBefore) return false;
        row = { ...row, flushAt };
        return true;
      },
      lease: async (leaseOwner, at, leaseUntil) => {
        if (typeof row.leaseUntil === 'number' && row.leaseUntil > at) return false;
        row = { ...row, leaseOwner, leaseUntil };
        return true;
      },
      release: async (owner) => {
        if (!dead && row.leaseOwner === owner) row = { ...row, leaseUntil: undefined };
      },
      saveSender: async (owner, changes: Partial<SenderState>) => {
        alive();
        if (row.leaseOwner !== owner) throw new Error('Another sender took over.');
        row = { ...row, ...changes };
      },
      putDelivery: async (delivery) => {
        alive();
        deliveries.set(delivery.deliveryId, delivery);
      },
      delivery: async (id) => deliveries.get(id) ?? null,
    },
  };

  /** Lets the queue deliver what is due until `untilMs`; a batch that is killed comes back after its visibility timeout. */
  async function run(untilMs: number): Promise<void> {
    for (;;) {
      const [next] = queue.filter(({ dueAt }) => dueAt <= untilMs).sort((a, b) => a.dueAt - b.dueAt);
      if (!next) break;
      nowMs = Math.max(nowMs, next.dueAt);
      const batch = queue.filter(({ dueAt }) => dueAt <= nowMs).slice(0, 100);
      queue = queue.filter((message) => !batch.includes(message));
      const delivered = batch.map((message) => ({ ...message, attempts: message.attempts + 1 }));
      const { returned } = await takeMessages(delivered, ports);
      const back = dead ? delivered.map(({ id }) => ({ id, afterMs: 180_000 })) : returned;
      dead = false;
      for (const { id, afterMs } of back) {
        const message = delivered.find((each) => each.id === id);
        if (message) queue.push({ ...message, dueAt: nowMs + afterMs });
      }
    }
    nowMs = untilMs;
  }

  return {
    posted,
    buried,
    told,
    pending,
    log: () => [...deliveries.values()],
    sender: () => parseSenderRow(row),
    presenceOf: presences,
    answer(next: typeof answer) {
      answer = next;
    },
    /** Another webhook is set. */
    setWebhook(next: string) {
      fingerprint = next;
    },
    /** The next `times` posts reach Discord, and the function is stopped before it records anything. */
    killAfterPosting(times: number) {
      killAfterPost = times;
    },
    /** Sets a thing's state now and queues what core-status would. */
    becomes(thingName: string, presence: Presence, queued = true) {
      presences.set(thingName, {
        ...{ thingName, presence, since: nowMs, reason: 'CONNECTION_LOST', sessionIdentifier: 's', versionNumber: 1 },
        ...{ eventAt: nowMs, eventType: presence === 'online' ? 'connected' : 'disconnected' },
      });
      if (!queued) return;
      this.enqueue({ kind: 'presenceTransition', thingName, presence, since: nowMs, reason: 'x' }, 5_000);
    },
    enqueue(body: object, delayMs = 0) {
      queue.push({ id: `m-${++ids}`, body: JSON.stringify(body), attempts: 0, dueAt: nowMs + delayMs });
    },
    /** How many messages are on the queue. */
    queued: () => queue.length,
    /** Lets time pass. */
    pass: (ms: number) => run(nowMs + ms),
    now: () => nowMs,
  };
}

/** The titles of everything that Discord was given. */
export const titlesOf = (posted: readonly { body: string }[]): string[] =>
  posted.flatMap(({ body }) => (JSON.parse(body) as { embeds: { title: string }[] }).embeds.map(({ title }) => title));
