// The window in which news are gathered before they go out as one message.
import type { NotificationPorts } from './ports';

const WINDOW_MS = 5_000;
// A window whose flush did not come for this long has lost it.
const STUCK_MS = 20 * 60_000;

/**
 * Makes sure that what was noted goes out. The message comes first: a crash between the two leaves a flush that fits no
 * window and does nothing, never a window without a flush.
 */
export async function openWindow({
  store,
  send,
  now,
}: Pick<NotificationPorts, 'store' | 'send' | 'now'>): Promise<void> {
  const nowMs = now();
  const { flushAt } = await store.sender();
  if (flushAt !== null && flushAt >= nowMs - STUCK_MS) return;
  const next = nowMs + WINDOW_MS;
  await send({ kind: 'flush', flushAt: next }, WINDOW_MS);
  await store.openWindow(next, nowMs - STUCK_MS);
}
