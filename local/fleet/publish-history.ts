// Publishes the day before the fleet's start, through MQTT like everything else, without starving what is live.
import type { DemoDevice } from './demo-devices';
import type { DeviceLink } from './device-link';
import { planHistory } from './plan-history';
import { messagesAt, type SeriesOrigin, type SimulatedMessage } from './series';
import { inParallel } from './things/in-parallel';

// Enough to keep the broker's group commit busy; live messages of the same device wait behind no more than these.
const IN_FLIGHT_PER_DEVICE = 8;

/**
 * Publishes what is missing of the 24 hours before `nowMs`, oldest first, each reading with the timestamp it would have
 * had. Resolves with the number of acknowledged messages; a device that is refused on the way is left out.
 */
export async function publishHistory(
  fleet: readonly { device: DemoDevice; link: DeviceLink }[],
  origin: SeriesOrigin,
  coveredUntilMs: number | null,
  nowMs: number,
): Promise<number> {
  const counts = await Promise.all(
    fleet.map(async ({ device, link }) => {
      const moments = planHistory(device.behaviour, coveredUntilMs, nowMs);
      const messages: SimulatedMessage[] = moments.flatMap((at) => messagesAt(device, origin, at));
      let acknowledged = 0;
      try {
        await inParallel(messages, IN_FLIGHT_PER_DEVICE, async (message) => {
          await link.publish(message);
          acknowledged += 1;
        });
      } catch {
        // The device was taken away, or the fleet stops: nobody waits for its past.
      }
      return acknowledged;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
