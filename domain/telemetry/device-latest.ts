// The newest value of every metric of one thing.
import type { MetricValue } from './telemetry-sample';

/** A metric's newest value, its own time, and the values before it. */
export interface LatestMetric {
  value: MetricValue;
  /** Epoch ms. A partial payload leaves other metrics' times alone. */
  observedAt: number;
  /** Up to 30 newest numbers, oldest first, for a sparkline; empty for texts and flags. */
  recent: number[];
  /** The times of `recent`, epoch ms, in the same order: late readings find their place. The fleet feed leaves it out. */
  recentAt?: number[];
}

/** What is known of a thing's newest state. Times are epoch ms. */
export interface DeviceLatest {
  thingName: string;
  /** The thing that speaks for this one, when it is a gateway's child; otherwise null. */
  gateway: string | null;
  /** The newest observedAt of any metric. */
  observedAt: number;
  receivedAt: number;
  batteryPercent: number | null;
  rssiDbm: number | null;
  clockRejected: boolean;
  metrics: Record<string, LatestMetric>;
}
