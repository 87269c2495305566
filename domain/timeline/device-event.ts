// One line of a device's timeline.

/**
 * `silent`: nothing was heard for too long. `heard`: readings say that it is there. `presenceRepaired`: what was said of
 * it was wrong and no event would have told. `connectFailed`: somebody was refused who used its name.
 */
export type DeviceEventKind =
  | 'connected'
  | 'disconnected'
  | 'silent'
  | 'heard'
  | 'presenceRepaired'
  | 'connectFailed'
  | 'payloadRejected';

/** Something that happened to a thing. `at` is epoch ms. */
export interface DeviceEvent {
  thingName: string;
  /** Deterministic; starts with the zero-padded `at`, so that it sorts by time. */
  eventId: string;
  at: number;
  kind: DeviceEventKind;
  severity: 'info' | 'warning' | 'critical';
  /** What a person needs to understand it, e.g. `{ reason: 'notJson', problem: '...' }`. */
  detail: Record<string, string | number | boolean | null>;
  /** How many alike fell together; 1 for a single one. */
  count: number;
}
