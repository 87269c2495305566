// The mail of the laptop: what AWS would send by e-mail is kept here for the mailbox page, the last 200.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { DurableJson } from '../storage/durable-json';

const MOST_KEPT = 200;

export interface Mail {
  id: string;
  /** Epoch ms. */
  sentAt: number;
  to: string;
  subject: string;
  /** Plain text. */
  body: string;
  /** The code in the body that the recipient is to enter; null when there is none. */
  code: string | null;
}

/** What others need of the mailbox. */
export interface Mailbox {
  /** Newest first. */
  list(): Mail[];
  /** Resolves once the mail is on disk. */
  deliver(mail: Omit<Mail, 'id' | 'sentAt'>): Promise<void>;
  /** Calls `listener` after each delivery; returns what ends that. */
  subscribe(listener: (mail: Mail) => void): () => void;
}

/** Opens `<directory>/mailbox.json`; `now` is epoch ms. */
export async function openMailbox(
  directory: string,
  now: () => number,
): Promise<Mailbox & { settled(): Promise<void> }> {
  const document = await DurableJson.open<{ mails: Mail[] }>(path.join(directory, 'mailbox.json'), () => ({
    mails: [],
  }));
  const listeners = new Set<(mail: Mail) => void>();
  return {
    list: () => [...document.value.mails],
    async deliver(mail) {
      const delivered = { id: randomUUID(), sentAt: now(), ...mail };
      document.value.mails = [delivered, ...document.value.mails].slice(0, MOST_KEPT);
      await document.commit();
      for (const listener of listeners) listener(delivered);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    settled: () => document.settled(),
  };
}
