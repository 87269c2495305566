// The first minutes of each simulated device, on a clock that does not wait.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEMO_DEVICES, type DemoDevice } from './demo-devices';
import type { DeviceLink } from './device-link';
import { startLiving } from './live-behaviour';

const START = Date.UTC(2025, 5, 21, 11, 20);
const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

function device(thingName: string): DemoDevice {
  const found = DEMO_DEVICES.find((one) => one.thingName === thingName);
  if (!found) throw new Error(`There is no ${thingName}.`);
  return found;
}

/** Lets a device live for a while, and tells what its connection saw: when, in seconds after the start, and what. */
function live(thingName: string, forMs: number, isConnected = () => true) {
  const seen: { at: number; what: string }[] = [];
  const see = (what: string) => {
    seen.push({ at: (Date.now() - START) / 1000, what });
  };
  const link: DeviceLink = {
    isConnected,
    publish: async ({ payload }) => see(payload),
    leave: async () => see('leave'),
    comeBack: () => see('come back'),
  };
  const stop = startLiving(device(thingName), link, { seed: 1, firstStartMs: START });
  vi.advanceTimersByTime(forMs);
  return { seen, stop };
}

describe('a simulated device', () => {
  it('measures at its interval', () => {
    const { seen } = live('esp32-server-room', MINUTE);
    expect(seen.length).toBeGreaterThanOrEqual(29);
    expect(seen.every(({ what }) => JSON.parse(what).temperature > 0)).toBe(true);
  });

  it('speaks for each inverter', () => {
    const { seen } = live('solar-plant-1', 10_500);
    expect(new Set(seen.map(({ what }) => JSON.parse(what).deviceId)).size).toBe(3);
  });

  it('goes and returns within a minute, when it is a door', () => {
    const { seen } = live('door-main-entrance', MINUTE);
    expect(seen.map(({ at, what }) => [at, what.startsWith('{') ? 'report' : what])).toEqual([
      [0, 'come back'],
      [2, 'report'],
      [12, 'leave'],
      [45, 'come back'],
      [47, 'report'],
      [57, 'leave'],
    ]);
  });

  it('sends something broken within half a minute, when its cable is loose', () => {
    const isBroken = (text: string) => {
      try {
        JSON.parse(text);
        return false;
      } catch {
        return true;
      }
    };
    const broken = live('esp32-workshop', 10 * MINUTE).seen.filter(({ what }) => isBroken(what));
    expect(broken.map(({ at }) => at)).toEqual([15, 315]);
  });

  it('sends nothing while it is not connected', () => {
    expect(live('esp32-server-room', MINUTE, () => false).seen).toEqual([]);
  });

  it('does nothing any more once it is stopped', () => {
    const { seen, stop } = live('door-main-entrance', 1_000);
    stop();
    vi.advanceTimersByTime(MINUTE);
    expect(seen.map(({ what }) => what)).toEqual(['come back']);
  });
});
