// A device as people describe it. What it measures and whether it is there are kept elsewhere.

export type DeviceLifecycle = 'provisioning' | 'active' | 'maintenance' | 'disabled' | 'retired';

/** What a device says or accepts: metrics with their units and ranges. */
export interface Capabilities {
  metrics: Record<string, { label?: string; unit?: string; minimum?: number; maximum?: number }>;
}

/** A registered device. Absent texts are null. */
export interface Device {
  thingName: string;
  name: string | null;
  type: string | null;
  model: string | null;
  manufacturer: string | null;
  firmwareVersion: string | null;
  serialNumber: string | null;
  site: string | null;
  tags: string[];
  location: { latitude: number | null; longitude: number | null; label: string | null } | null;
  capabilities: Capabilities;
  lifecycle: DeviceLifecycle;
  /** How often it is expected to report, in ms; null when unknown. */
  expectedIntervalMs: number | null;
  /** True for the demonstration fleet. */
  simulated: boolean;
}
