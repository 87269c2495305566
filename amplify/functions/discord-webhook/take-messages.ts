// The verb of discord-webhook: a batch of its queue. Happenings are noted, then gathered for a few seconds, so that many
// become one message; a flush sends what was gathered.
import { decideTelling } from '../../../domain/discord/decide-telling';
import { flushWindow } from './flush-window';
import { openWindow } from './open-window';
import type { NotificationPorts, PendingThing } from './ports';
import { type Happening, readMessage } from './read-message';
import { sendTest } from './send-test';

/** One message as it was delivered; `attempts` counts this delivery. */
export interface DeliveredMessage {
  id: string;
  body: string;
  attempts: number;
}

/** What became of a batch. `returned` go back to the queue for `afterMs`. */
export interface TakenSummary {
  returned: { id: string; afterMs: number }[];
  received: number;
  noted: number;
  notUnderstood: number;
}

const LONGEST_RETURN_MS = 900_000;
// Most of what is returned is seconds early, half a minute when a thousand devices drop at once: the first deliveries come
// close together.
const PATIENT_ATTEMPTS = 12;
const SHORT_RETURN_MS = 2_000;
// After an hour without a state, a thing that nobody registered was removed.
const REMOVED_AFTER_ATTEMPTS = 24;

function returnAfterMs(attempts: number): number {
  const patient = Math.max(0, attempts - PATIENT_ATTEMPTS);
  return Math.min(LONGEST_RETURN_MS, SHORT_RETURN_MS * 2 ** Math.min(patient, 10));
}

/** Takes a batch; what cannot be done now is returned, for longer each time. Never throws. */
export async function takeMessages(
  messages: readonly DeliveredMessage[],
  ports: NotificationPorts,
): Promise<TakenSummary> {
  const returned: TakenSummary['returned'] = [];
  const giveBack = ({ id, attempts }: DeliveredMessage) => returned.push({ id, afterMs: returnAfterMs(attempts) });
  const read = messages.map((message) => ({ message, content: readMessage(message.body) }));

  const happenings: { message: DeliveredMessage; content: Happening }[] = [];
  const again: { message: DeliveredMessage; thingNames: string[] }[] = [];
  const commands: typeof read = [];
  let notUnderstood = 0;
  for (const { message, content } of read) {
    if (content.kind === 'happening') happenings.push({ message, content });
    else if (content.kind === 'undelivered') again.push({ message, thingNames: content.thingNames });
    else if (content.kind === 'flush' || content.kind === 'test') commands.push({ message, content });
    else if (content.kind === 'notUnderstood') notUnderstood += 1;
  }
  if (notUnderstood > 0) ports.log.warn('Messages were not understood.', { count: notUnderstood });

  let noted = 0;
  try {
    const { waiting, failed } = await note(happenings, again, ports);
    noted = waiting;
    for (const message of failed) giveBack(message);
  } catch (error) {
    ports.log.error('What happened could not be noted.', error);
    for (const { message } of [...happenings, ...again]) giveBack(message);
  }
  for (const { message, content } of commands) {
    try {
      const outcome =
        content.kind === 'flush'
          ? await flushWindow(content.flushAt, ports)
          : content.kind === 'test'
            ? await sendTest(content.askedAt, ports)
            : 'done';
      if (outcome === 'busy') giveBack(message);
    } catch (error) {
      ports.log.error('The news could not be sent.', error);
      giveBack(message);
    }
  }
  return { returned, received: messages.length, noted, notUnderstood };
}

async function note(
  happenings: readonly { message: DeliveredMessage; content: Happening }[],
  again: readonly { message: DeliveredMessage; thingNames: string[] }[],
  { store, send, now, log }: NotificationPorts,
): Promise<{ waiting: number; failed: DeliveredMessage[] }> {
  const names = [
    ...new Set([...happenings.map(({ content }) => content.thingName), ...again.flatMap((a) => a.thingNames)]),
  ];
  if (names.length === 0) return { waiting: 0, failed: [] };
  const [known, settings] = await Promise.all([store.things(names), store.settings()]);
  const failed: DeliveredMessage[] = [];
  const pending = new Map<string, { thing: PendingThing; message: DeliveredMessage }>();
  const add = (thingName: string, at: number, message: DeliveredMessage) => {
    const state = known.get(thingName);
    if (!state || decideTelling(thingName, state, settings, now()).action === 'nothing') return;
    const pendingId = `${String(at).padStart(15, '0')}#${thingName}`;
    pending.set(pendingId, { message, thing: { pendingId, thingName, notedAt: now() } });
  };
  for (const { message, content } of happenings) {
    const { presence = null, device = null } = known.get(content.thingName) ?? {};
    const isRemoved = !presence && !device && message.attempts >= REMOVED_AFTER_ATTEMPTS;
    if (isRemoved) log.info('What happened to a thing that nobody knows is passed over.');
    else if (content.isOlder(presence)) failed.push(message);
    else add(content.thingName, content.at, message);
  }
  for (const { message, thingNames } of again) for (const name of thingNames) add(name, now(), message);
  if (pending.size === 0) return { waiting: 0, failed };

  const missing = await store.addPending([...pending.values()].map(({ thing }) => thing));
  failed.push(...new Set([...missing].flatMap((id) => pending.get(id)?.message ?? [])));
  await openWindow({ store, send, now });
  return { waiting: pending.size - missing.size, failed };
}
