// Whether a device is there, as far as anybody can know.

/** `stale`: connected as far as is known, but silent for too long. `unknown`: nothing was ever heard. */
export type Presence = 'online' | 'offline' | 'stale' | 'unknown';

/** What is known of one thing's connection. Times are epoch ms. */
export interface DevicePresence {
  thingName: string;
  presence: Presence;
  /** When the present state began. */
  since: number;
  /** Why: a disconnect reason of the broker (`MQTT_KEEP_ALIVE_TIMEOUT`), `connected`, `heard` (readings come) or `silent`. */
  reason: string;
  /** Of the last known event of its connections; empty when there was none and readings alone say that it is there. */
  sessionIdentifier: string;
  versionNumber: number;
  /** The broker's time of that event. */
  eventAt: number;
  eventType: 'connected' | 'disconnected';
}
