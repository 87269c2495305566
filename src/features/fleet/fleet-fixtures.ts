// Fleets for unit tests: a store whose frames and timers a test turns by hand.
import type { Device } from '../../../domain/devices/device';
import { parseDeviceRow } from '../../../domain/devices/parse-device-row';
import type { DevicePresence } from '../../../domain/presence/device-presence';
import type { DeviceLatest } from '../../../domain/telemetry/device-latest';
import { createFleetStore } from './fleet-store';
import type { Timing } from './throttled';

/** A device from the fields of its row that matter. */
export function aDevice(thingName: string, row: Record<string, unknown> = {}): Device {
  const device = parseDeviceRow({ thingName, ...row });
  if (!device) throw new Error('not a device');
  return device;
}

/** A newest state with one metric, `t`. */
export function aLatest(
  thingName: string,
  value: number,
  atMs: number,
  more: Partial<DeviceLatest> = {},
): DeviceLatest {
  return {
    thingName,
    gateway: null,
    observedAt: atMs,
    receivedAt: atMs,
    batteryPercent: null,
    rssiDbm: null,
    clockRejected: false,
    metrics: { t: { value, observedAt: atMs, recent: [] } },
    ...more,
  };
}

/** A connection's state that began at `atMs`; each later one is a newer connection. */
export function aPresence(
  thingName: string,
  presence: DevicePresence['presence'],
  atMs: number,
  reason = 'CONNECTION_LOST',
): DevicePresence {
  return {
    thingName,
    presence,
    since: atMs,
    reason: presence === 'online' ? 'connected' : reason,
    sessionIdentifier: `session-${atMs}`,
    versionNumber: atMs,
    eventAt: atMs,
    eventType: presence === 'offline' ? 'disconnected' : 'connected',
  };
}

/** A store with a clock: `frame` runs what waits for the next animation frame, `pass` lets time go by. */
export function aFleet() {
  const frames: (() => void)[] = [];
  const timers = new Map<object, { atMs: number; action: () => void }>();
  let nowMs = 0;
  const timing: Timing = {
    nowMs: () => nowMs,
    after(delayMs, action) {
      const key = {};
      timers.set(key, { atMs: nowMs + delayMs, action });
      return () => timers.delete(key);
    },
  };
  return {
    store: createFleetStore((flush) => frames.push(flush)),
    timing,
    frame() {
      for (const each of frames.splice(0)) each();
    },
    pass(ms: number) {
      const untilMs = nowMs + ms;
      for (;;) {
        const next = [...timers].sort(([, a], [, b]) => a.atMs - b.atMs)[0];
        if (!next || next[1].atMs > untilMs) break;
        timers.delete(next[0]);
        nowMs = Math.max(nowMs, next[1].atMs);
        next[1].action();
      }
      nowMs = untilMs;
    },
  };
}
