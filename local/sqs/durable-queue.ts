// One standard queue: who may have which message when. Messages themselves are kept by message-store.ts; the wire
// protocol is sqs-service.ts's.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../settings/clock';
import { DueHeap } from './due-heap';
import type { MessageAttribute, StoredMessage } from './message';
import type { MessageStore } from './message-store';
import type { QueueSettings } from './queue-settings';
import { ReadyList } from './ready-list';

/** A delivery. `receiptHandle` is good until the message is delivered again. */
export interface ReceivedMessage extends Readonly<StoredMessage> {
  readonly receiptHandle: string;
}

/** What a sender says of a message. */
export interface Outgoing {
  body: string;
  attributes?: Readonly<Record<string, MessageAttribute>>;
  /** What `SenderId` will say. */
  senderId?: string;
  /** In place of the queue's own delay. */
  delayMs?: number;
}

/** The three numbers that GetQueueAttributes calls approximate; here they are exact. */
export interface QueueCounts {
  available: number;
  inFlight: number;
  delayed: number;
}

interface Entry {
  message: StoredMessage;
  /** `moving` is on its way to the dead-letter queue. */
  state: 'ready' | 'hidden' | 'moving' | 'gone';
  /** Of the last delivery; null when never delivered in this process. */
  receiptHandle: string | null;
  dueAt: number;
  heapIndex: number;
}

// When dead letters cannot be written: not again at once, but soon.
const MOVE_AGAIN_MS = 5_000;
// Handles of an earlier process must not delete what has become visible since.
const PROCESS_ID = randomUUID().slice(0, 8);
const HANDLE = /^([0-9a-f-]{36})\.[0-9a-f]{8}\.[0-9a-z]+$/;

/** See the file's head. `deadLetters` takes a message for good before it leaves this queue; null without a redrive policy. */
export class DurableQueue {
  readonly #entries = new Map<string, Entry>();
  readonly #ready = new ReadyList<Entry>((entry) => entry.state === 'ready');
  readonly #hidden = new DueHeap<Entry>();
  readonly #listeners = new Set<() => void>();
  #cancelTimer: (() => void) | null = null;
  #timerDueAt = Number.POSITIVE_INFINITY;
  #deliveries = 0;
  /** No message was sent before this; it may be earlier than the oldest that is left. */
  #oldestSentAt = Number.POSITIVE_INFINITY;
  #announcing = false;
  readonly #moves = new Set<Promise<void>>();

  constructor(
    readonly settings: QueueSettings,
    private readonly store: MessageStore,
    private readonly clock: Clock,
    private readonly deadLetters: ((message: StoredMessage) => Promise<void>) | null,
  ) {
    // What was in flight when the last process died is visible again: at least once.
    for (const message of store.messages()) this.#admit(message);
  }

  /** Resolves once the message is on disk. Throws QueueStorageError (among them BacklogFullError). */
  async send(outgoing: Outgoing): Promise<StoredMessage> {
    const now = this.clock.now();
    const message = await this.store.add({
      messageId: randomUUID(),
      body: outgoing.body,
      attributes: outgoing.attributes ?? {},
      senderId: outgoing.senderId ?? 'local',
      sentAt: now,
      availableAt: now + (outgoing.delayMs ?? this.settings.delayMs),
      deadLetterSourceArn: null,
    });
    this.#admit(message);
    return message;
  }

  /** Takes over what another queue has given up. Resolves once it is on disk here; a second time is a no-op. */
  async takeDeadLetter(message: StoredMessage, sourceArn: string): Promise<void> {
    if (this.#entries.has(message.messageId)) return;
    const { messageId, body, attributes, senderId, sentAt } = message;
    const taken = { messageId, body, attributes, senderId, sentAt, deadLetterSourceArn: sourceArn };
    this.#admit(await this.store.add({ ...taken, availableAt: this.clock.now() }));
  }

  /** The ids of all messages, in whatever state. */
  messageIds(): string[] {
    return [...this.#entries.keys()];
  }

  /** Drops a message by id, whoever holds it: for what is known to be in the dead-letter queue already. */
  drop(messageId: string): void {
    const entry = this.#entries.get(messageId);
    if (entry) this.#remove([entry]);
  }

  /**
   * Delivers up to `max` messages, oldest first, and hides each for `visibilityTimeoutMs` (the queue's own by default).
   * A message that was delivered `maxReceiveCount` times already goes to the dead-letter queue instead.
   */
  receive(max: number, visibilityTimeoutMs = this.settings.visibilityTimeoutMs): ReceivedMessage[] {
    const now = this.clock.now();
    this.#release(now);
    const taken: Entry[] = [];
    const expired: Entry[] = [];
    while (taken.length < max) {
      const entry = this.#ready.shift();
      if (!entry) break;
      entry.state = 'hidden';
      if (this.#hasExpired(entry, now)) expired.push(entry);
      else if (this.#isExhausted(entry)) this.#moveToDeadLetters(entry);
      else taken.push(entry);
    }
    this.#remove(expired);
    if (taken.length === 0) return [];
    this.store.countReceive(
      taken.map(({ message }) => message),
      now,
    );
    return taken.map((entry) => {
      entry.receiptHandle = `${entry.message.messageId}.${PROCESS_ID}.${(++this.#deliveries).toString(36)}`;
      if (visibilityTimeoutMs > 0) this.#hide(entry, now + visibilityTimeoutMs);
      else this.#makeReady(entry);
      return { ...entry.message, receiptHandle: entry.receiptHandle };
    });
  }

  /**
   * Deletes the message of each handle. Says `stale` for a handle that a later delivery, a deletion or a restart has
   * overtaken (SQS answers success and deletes nothing), `malformed` for what never was one of ours.
   */
  delete(receiptHandles: readonly string[]): ('deleted' | 'stale' | 'malformed')[] {
    const found: Entry[] = [];
    const outcomes = receiptHandles.map((handle) => {
      const match = HANDLE.exec(handle);
      if (!match) return 'malformed';
      const entry = this.#entries.get(match[1] as string);
      if (entry?.receiptHandle !== handle || entry.state === 'moving') return 'stale';
      found.push(entry);
      return 'deleted';
    });
    this.#remove(found);
    return outcomes;
  }

  /** Hides a delivered message for `timeoutMs` from now; 0 gives it back at once. */
  changeVisibility(receiptHandle: string, timeoutMs: number): 'changed' | 'notInFlight' | 'malformed' {
    const match = HANDLE.exec(receiptHandle);
    if (!match) return 'malformed';
    this.#release(this.clock.now());
    const entry = this.#entries.get(match[1] as string);
    if (entry?.receiptHandle !== receiptHandle || entry.state !== 'hidden') return 'notInFlight';
    this.#hidden.remove(entry);
    if (timeoutMs > 0) this.#hide(entry, this.clock.now() + timeoutMs);
    else this.#makeReady(entry);
    return 'changed';
  }

  /** Deletes every message, in flight or not. */
  purge(): void {
    this.#remove([...this.#entries.values()].filter(({ state }) => state !== 'moving'));
  }

  /** How many messages are in which state, expired ones left out. */
  counts(): QueueCounts {
    const now = this.clock.now();
    this.#release(now);
    this.#removeExpired(now);
    const counts = { available: 0, inFlight: 0, delayed: 0 };
    for (const { state, receiptHandle } of this.#entries.values()) {
      if (state === 'ready') counts.available += 1;
      else if (receiptHandle === null) counts.delayed += 1;
      else counts.inFlight += 1;
    }
    return counts;
  }

  /** How many messages could be received now. */
  get available(): number {
    this.#release(this.clock.now());
    return this.#ready.size;
  }

  /** Calls `listener` whenever a message becomes available: sent, given back, or its timeout has lapsed. Returns its end. */
  onAvailable(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#armTimer();
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when no message is on its way to the dead letters. */
  async settled(): Promise<void> {
    while (this.#moves.size > 0) await Promise.all(this.#moves);
  }

  /** Writes what is pending and closes the files. Nobody is woken any more. */
  async close(): Promise<void> {
    this.#listeners.clear();
    this.#cancelTimer?.();
    await this.store.close();
  }

  #admit(message: StoredMessage): void {
    const entry: Entry = { message, state: 'hidden', receiptHandle: null, dueAt: 0, heapIndex: -1 };
    this.#entries.set(message.messageId, entry);
    this.#oldestSentAt = Math.min(this.#oldestSentAt, message.sentAt);
    if (message.availableAt > this.clock.now()) this.#hide(entry, message.availableAt);
    else this.#makeReady(entry);
  }

  #makeReady(entry: Entry): void {
    entry.state = 'ready';
    this.#ready.push(entry);
    if (this.#announcing || this.#listeners.size === 0) return;
    // Once for all that become available in this turn, and never in the middle of a change.
    this.#announcing = true;
    queueMicrotask(() => {
      this.#announcing = false;
      for (const listener of this.#listeners) listener();
    });
  }

  #hide(entry: Entry, untilMs: number): void {
    entry.state = 'hidden';
    entry.dueAt = untilMs;
    this.#hidden.push(entry);
    this.#armTimer();
  }

  // Everything whose delay or visibility timeout has lapsed is available again.
  #release(nowMs: number): void {
    for (let entry = this.#hidden.peek(); entry && entry.dueAt <= nowMs; entry = this.#hidden.peek()) {
      this.#hidden.remove(entry);
      this.#makeReady(entry);
    }
  }

  #armTimer(): void {
    const dueAt = this.#hidden.peek()?.dueAt;
    if (dueAt === undefined || this.#listeners.size === 0) return;
    if (this.#cancelTimer && this.#timerDueAt <= dueAt) return;
    this.#cancelTimer?.();
    this.#timerDueAt = dueAt;
    this.#cancelTimer = this.clock.after(dueAt - this.clock.now(), () => {
      this.#cancelTimer = null;
      this.#release(this.clock.now());
      this.#armTimer();
    });
  }

  #remove(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    for (const entry of entries) {
      if (entry.state === 'ready') this.#ready.discard();
      entry.state = 'gone';
      this.#hidden.remove(entry);
      this.#entries.delete(entry.message.messageId);
    }
    this.store.remove(entries.map(({ message }) => message));
  }

  #removeExpired(nowMs: number): void {
    if (this.#oldestSentAt + this.settings.retentionMs > nowMs) return; // Spares a backlog of thousands.
    this.#remove([...this.#entries.values()].filter((entry) => this.#hasExpired(entry, nowMs)));
    this.#oldestSentAt = Number.POSITIVE_INFINITY;
    for (const { message } of this.#entries.values()) this.#oldestSentAt = Math.min(this.#oldestSentAt, message.sentAt);
  }

  #hasExpired({ message, state }: Entry, nowMs: number): boolean {
    return state !== 'moving' && message.sentAt + this.settings.retentionMs <= nowMs;
  }

  #isExhausted({ message }: Entry): boolean {
    const { redrive } = this.settings;
    return redrive !== null && this.deadLetters !== null && message.receiveCount >= redrive.maxReceiveCount;
  }

  #moveToDeadLetters(entry: Entry): void {
    entry.state = 'moving';
    // Written there first, removed here afterwards: a crash in between is mended at the next start.
    const move = (this.deadLetters?.(entry.message) ?? Promise.resolve())
      .then(
        () => this.#remove([entry]),
        () => this.#hide(entry, this.clock.now() + MOVE_AGAIN_MS),
      )
      .finally(() => this.#moves.delete(move));
    this.#moves.add(move);
  }
}
