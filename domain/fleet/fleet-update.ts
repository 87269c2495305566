// What the fleet feed carries: the newest state of each thing that changed.
import type { DevicePresence } from '../presence/device-presence';
import type { DeviceLatest } from '../telemetry/device-latest';
import type { DeviceEvent } from '../timeline/device-event';

/** One element of `publishFleet(updates)`; the wire form is a JSON array of these. */
export type FleetUpdate =
  | { kind: 'latest'; latest: DeviceLatest }
  | { kind: 'presence'; presence: DevicePresence }
  | { kind: 'event'; event: DeviceEvent };
