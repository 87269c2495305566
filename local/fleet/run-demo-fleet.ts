// Runs the demonstration fleet against a running local cloud.
import type { RunningCloud } from '../cli/running-cloud';
import { openDeviceLink } from './device-link';
import type { FleetFolder } from './fleet-state';
import { startLiving } from './live-behaviour';
import { publishHistory } from './publish-history';
import { registerFleet } from './register-fleet';
import type { SeriesOrigin } from './series';

const REMEMBER_EVERY_MS = 30_000;

export interface DemoFleet {
  /** Things that were registered and connect. */
  thingNames: string[];
  /** Resolves with the number of readings of the past that were published. */
  history: Promise<number>;
  /** Disconnects every device and remembers until when it published. */
  stop(): Promise<void>;
}

/**
 * Registers the fleet where needed, connects it, publishes what is missing of the last 24 hours and, from the first
 * moment on, lives. Rejects when the local cloud does not answer.
 */
export async function runDemoFleet(cloud: RunningCloud, folder: FleetFolder, seed: number): Promise<DemoFleet> {
  const registered = await registerFleet(cloud, folder);
  const startMs = Date.now();
  const state = folder.readState();
  const origin: SeriesOrigin = { seed, firstStartMs: state.firstStartMs ?? startMs };
  folder.writeState({ ...state, firstStartMs: origin.firstStartMs });

  const fleet = registered.map(({ device, identity }) => ({ device, link: openDeviceLink(cloud, identity) }));
  // A door sensor sleeps most of the time, but its past is published before it first falls asleep.
  let historyDone = false;
  let stopped = false;
  const remember = () => {
    if (historyDone && !folder.isRemoved()) folder.writeState({ ...folder.readState(), coveredUntilMs: Date.now() });
  };
  const history = publishHistory(fleet, origin, state.coveredUntilMs, startMs).then((count) => {
    historyDone = !stopped;
    remember();
    return count;
  });
  const lives = fleet.map(({ device, link }) => startLiving(device, link, origin));
  const remembering = setInterval(remember, REMEMBER_EVERY_MS);

  return {
    thingNames: registered.map(({ device }) => device.thingName),
    history,
    async stop() {
      remember();
      stopped = true;
      clearInterval(remembering);
      for (const end of lives) end();
      await Promise.all(fleet.map(({ link }) => link.leave()));
      await history;
    },
  };
}
