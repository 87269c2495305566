// When a reading was measured: the device's word, as far as it can be believed.

const OLDEST_MS = 30 * 24 * 3600_000;
const NEWEST_MS = 5 * 60_000;
// Numbers below 1e11 are seconds: as milliseconds they would lie before March 1973, long before any device.
const SECONDS_BELOW = 1e11;
const ISO_WITH_ZONE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/i;

/**
 * Returns the moment that a payload's own time field means, in epoch ms, or undefined when it means none. Accepted: epoch
 * seconds or milliseconds as a number, and ISO 8601 texts with a zone (without one, nobody knows whose noon it is).
 */
export function parseDeviceTime(raw: unknown): number | undefined {
  if (typeof raw === 'number' && Number.isFinite(raw)) return Math.round(raw < SECONDS_BELOW ? raw * 1000 : raw);
  if (typeof raw !== 'string' || !ISO_WITH_ZONE.test(raw)) return undefined;
  const parsed = Date.parse(raw.replace(' ', 'T').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(parsed) ? undefined : parsed;
}

/**
 * Returns when a reading counts as measured. `deviceTime` is the payload's own time field, undefined or null when it has
 * none. A time from 30 days before to 5 minutes after `receivedAt` (epoch ms) is believed. Any other, unreadable ones
 * included, is replaced by `receivedAt` and flagged, so that one reading from 2099 cannot freeze a device.
 */
export function observedAt(deviceTime: unknown, receivedAt: number): { observedAt: number; clockRejected: boolean } {
  if (deviceTime === undefined || deviceTime === null) return { observedAt: receivedAt, clockRejected: false };
  const said = parseDeviceTime(deviceTime);
  const believed = said !== undefined && said >= receivedAt - OLDEST_MS && said <= receivedAt + NEWEST_MS;
  return believed ? { observedAt: said, clockRejected: false } : { observedAt: receivedAt, clockRejected: true };
}
