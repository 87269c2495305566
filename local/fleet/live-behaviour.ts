// What a simulated device does while it lives: it measures at its interval, and a door sensor sleeps in between.
import type { DemoDevice } from './demo-devices';
import type { DeviceLink } from './device-link';
import { brokenMessageAt, messagesAt, type SeriesOrigin, type SimulatedMessage } from './series';
import { hashed } from './series/noise';

// The first broken payload comes while somebody may still be watching the first minute.
const FIRST_BROKEN_MS = 15_000;
const BROKEN_EVERY_MS = 5 * 60_000;

/** Starts a device's life. The result ends it; the connection stays the caller's. */
export function startLiving(device: DemoDevice, link: DeviceLink, origin: SeriesOrigin): () => void {
  const { behaviour, thingName } = device;
  let stopped = false;
  const timers = new Set<NodeJS.Timeout>();
  const after = (delayMs: number, work: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (!stopped) work();
    }, delayMs);
    timers.add(timer);
  };
  const send = (messages: readonly SimulatedMessage[]) => {
    // A sensor without memory: what it cannot send now is never sent. A refusal is noticed by the link.
    if (link.isConnected()) for (const message of messages) link.publish(message).catch(() => {});
  };

  function measure(intervalMs: number): void {
    send(messagesAt(device, origin, Date.now()));
    after(intervalMs, () => measure(intervalMs));
  }

  function sendBroken(): void {
    const message = brokenMessageAt(device, origin, Date.now());
    if (message) send([message]);
    after(BROKEN_EVERY_MS, sendBroken);
  }

  function wake(intervalMs: number, awakeMs: number): void {
    link.comeBack();
    after(2_000, () => send(messagesAt(device, origin, Date.now())));
    after(awakeMs, () => void link.leave());
    after(intervalMs, () => wake(intervalMs, awakeMs));
  }

  // Devices that were switched on together would otherwise report in step for ever.
  const firstMs = behaviour.kind === 'door' ? 0 : 500 + hashed(origin.seed, thingName, 0) * behaviour.intervalMs;
  after(firstMs, () => {
    if (behaviour.kind === 'door') wake(behaviour.intervalMs, behaviour.awakeMs);
    else measure(behaviour.intervalMs);
  });
  if (behaviour.kind === 'climate' && behaviour.sendsBroken) after(FIRST_BROKEN_MS, sendBroken);
  return () => {
    stopped = true;
    for (const timer of timers) clearTimeout(timer);
  };
}
