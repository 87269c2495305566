// The fleet, kept true: subscribe, then fetch, merge forward-only, and fetch again after every reconnection and every
// minute. What the feed brings before the snapshot is merged at once: both may come in any order.
import { createStore } from 'zustand/vanilla';
import type { DeviceEvent } from '../../../domain/timeline/device-event';
import type { FleetFeedListener, FleetSnapshotPages } from '../../cloud/fleet-feed';
import type { FleetStore } from './fleet-store';

/** How current the fleet is. `complete`: at least one snapshot came whole. `synced`: no gap is known since. */
export interface FleetStatus {
  complete: boolean;
  synced: boolean;
  fetching: boolean;
  /** Why the last fetch failed; null when it did not. */
  failure: unknown;
}

/** What the collection needs of the world. */
export interface FleetPorts {
  follow: (listener: FleetFeedListener) => () => void;
  fetch: (pages: FleetSnapshotPages) => Promise<void>;
  nowMs: () => number;
  /** Runs `action` after `delayMs`; returns what calls it off. */
  after: (delayMs: number, action: () => void) => () => void;
}

const REFETCH_MS = 60_000;
const RETRY_MS = 5000;
const FIRST_FETCH_WITHIN_MS = 1500;
// A list query may be this far behind what the feed already told.
const READ_LAG_MS = 10_000;
// How long what was still under way may speak of a thing that is gone.
const LAST_WORDS_MS = 30_000;

/** Makes the collection that keeps `store` true; nothing happens before `start`. */
export function createFleetCollection(store: FleetStore, ports: FleetPorts) {
  const status = createStore<FleetStatus>(() => ({ complete: false, synced: false, fetching: false, failure: null }));
  const eventListeners = new Set<(event: DeviceEvent) => void>();
  // When the feed last spoke of a thing, of its presence, and of its device.
  const heardAt = new Map<string, number>();
  const presenceAt = new Map<string, number>();
  const deviceAt = new Map<string, number>();
  const forgottenAt = new Map<string, number>();
  let fetchAgain = false;
  let callOff = () => {};
  let running = false;

  const since = (times: Map<string, number>, thingName: string, moment: number) =>
    (times.get(thingName) ?? Number.NEGATIVE_INFINITY) >= moment;

  const listener: FleetFeedListener = {
    onUpdates(updates) {
      const nowMs = ports.nowMs();
      for (const update of updates) {
        switch (update.kind) {
          case 'latest':
            if (since(forgottenAt, update.latest.thingName, nowMs - LAST_WORDS_MS)) break;
            heardAt.set(update.latest.thingName, nowMs);
            store.putLatest(update.latest);
            break;
          case 'presence':
            if (since(forgottenAt, update.presence.thingName, nowMs - LAST_WORDS_MS)) break;
            heardAt.set(update.presence.thingName, nowMs);
            presenceAt.set(update.presence.thingName, nowMs);
            store.putPresence(update.presence);
            break;
          case 'event':
            for (const each of eventListeners) each(update.event);
            break;
        }
      }
    },
    onDeviceChanged(device) {
      deviceAt.set(device.thingName, ports.nowMs());
      heardAt.set(device.thingName, ports.nowMs());
      store.putDevice(device);
    },
    onDeviceRemoved(thingName) {
      deviceAt.set(thingName, ports.nowMs());
      store.removeDevice(thingName);
    },
    onReady: () => void refetch(),
  };

  async function refetch(): Promise<void> {
    if (status.getState().fetching) {
      fetchAgain = true;
      return;
    }
    callOff();
    status.setState({ fetching: true });
    let failure: unknown = null;
    try {
      await takeSnapshot();
    } catch (thrown) {
      failure = thrown;
    }
    if (!running) return;
    const again = fetchAgain;
    fetchAgain = false;
    status.setState((before) => ({
      fetching: false,
      failure,
      complete: before.complete || failure === null,
      synced: failure === null && !again,
    }));
    if (again) return refetch();
    callOff = ports.after(failure === null ? REFETCH_MS : RETRY_MS, () => void refetch());
  }

  async function takeSnapshot(): Promise<void> {
    const startedMs = ports.nowMs();
    const seen = new Set<string>();
    const registered = new Set<string>();
    await ports.fetch({
      onDevices(devices) {
        for (const device of devices) {
          registered.add(device.thingName);
          // Device rows have no order of their own: what the feed told meanwhile is newer than this read.
          if (since(deviceAt, device.thingName, startedMs - READ_LAG_MS)) continue;
          seen.add(device.thingName);
          store.putDevice(device);
        }
      },
      onLatests(latests) {
        for (const latest of latests) {
          seen.add(latest.thingName);
          store.putLatest(latest);
        }
      },
      onPresences(presences) {
        for (const presence of presences) {
          seen.add(presence.thingName);
          // The table has the last word, unless the feed spoke so recently that the read may be behind it.
          store.putPresence(presence, !since(presenceAt, presence.thingName, startedMs - READ_LAG_MS));
        }
      },
    });
    for (const thingName of store.names()) {
      const spokenOf = since(heardAt, thingName, startedMs - READ_LAG_MS);
      if (!seen.has(thingName) && !spokenOf) store.remove(thingName);
      else if (!registered.has(thingName) && !since(deviceAt, thingName, startedMs - READ_LAG_MS)) {
        store.removeDevice(thingName);
      }
    }
  }

  return {
    store,
    status,
    refetch,

    /** Follows the fleet until the returned function is called. */
    start(): () => void {
      running = true;
      const stop = ports.follow(listener);
      // A link that does not come up must not keep the page empty.
      callOff = ports.after(FIRST_FETCH_WITHIN_MS, () => void refetch());
      return () => {
        running = false;
        status.setState({ fetching: false, synced: false });
        stop();
        callOff();
      };
    },

    /**
     * Takes things out that were just removed for good. What the feed says of them in the next half minute was under way
     * already and is not believed; the next snapshot decides.
     */
    forget(thingNames: readonly string[]): void {
      for (const thingName of thingNames) {
        forgottenAt.set(thingName, ports.nowMs());
        heardAt.delete(thingName);
        store.remove(thingName);
      }
    },

    /** Says that the link broke: what is shown has a gap until the next fetch. */
    markGap: () => status.setState({ synced: false }),

    /** Calls `each` with every event of the timeline as it happens; returns what stops it. */
    onEvent(each: (event: DeviceEvent) => void): () => void {
      eventListeners.add(each);
      return () => eventListeners.delete(each);
    },
  };
}
