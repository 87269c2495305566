// How a battery's charge reads.

export type BatteryLevel = 'good' | 'low' | 'critical';

const LOW_BELOW_PERCENT = 20;
const CRITICAL_BELOW_PERCENT = 10;

/** Returns how much a battery's charge in percent should worry: below 20 is low, below 10 critical; null when unknown. */
export function batteryLevel(percent: number | null): BatteryLevel | null {
  if (percent === null) return null;
  if (percent < CRITICAL_BELOW_PERCENT) return 'critical';
  return percent < LOW_BELOW_PERCENT ? 'low' : 'good';
}
