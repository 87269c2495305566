// What one reading is, once it has been understood. What it looked like on the wire lives in the adapters.

/** One measured value: a finite number, a text or a flag. */
export type MetricValue = number | string | boolean;

/** The values of one reading by metric name; names carry their unit where the device sends one (`dcPowerW`). */
export type Metrics = Record<string, MetricValue>;

/** One stored reading of one thing. */
export interface TelemetrySample {
  /** The registry key of the thing; `<plantId>/<deviceId>` for a gateway's child. */
  thingName: string;
  /** Deterministic, so that a redelivery overwrites itself: zero-padded observedAt, `#`, hash. Sorts by time. */
  sampleId: string;
  /** The device's clock when it measured, epoch ms; equals `receivedAt` when that clock is absent or rejected. */
  observedAt: number;
  /** The cloud's clock when the message arrived, epoch ms. */
  receivedAt: number;
  /** True when the payload's own time was too far off to be believed (earlier than 30 days, later than 5 minutes). */
  clockRejected: boolean;
  metrics: Metrics;
}
