// Where the sun stands: as exact as a simulated power plant needs.

const DAY_MS = 24 * 3600_000;
const DEGREE = Math.PI / 180;

/**
 * Returns the sine of the sun's elevation at a place (degrees) and time (epoch ms): 1 at the zenith, 0 at the horizon,
 * negative at night. By the usual approximation of declination and hour angle, without the equation of time.
 */
export function sunElevationSine(latitude: number, longitude: number, atMs: number): number {
  const yearStart = Date.UTC(new Date(atMs).getUTCFullYear(), 0, 1);
  const dayOfYear = (atMs - yearStart) / DAY_MS;
  const declination = -23.44 * Math.cos(((2 * Math.PI) / 365.25) * (dayOfYear + 10)) * DEGREE;
  const hourAngle = (((atMs % DAY_MS) / DAY_MS) * 360 - 180 + longitude) * DEGREE;
  const sinLatitude = Math.sin(latitude * DEGREE);
  const cosLatitude = Math.cos(latitude * DEGREE);
  return sinLatitude * Math.sin(declination) + cosLatitude * Math.cos(declination) * Math.cos(hourAngle);
}

/** Returns the last solar midnight at a longitude (degrees), as epoch ms. */
export function solarMidnightBefore(longitude: number, atMs: number): number {
  const offsetMs = (longitude / 360) * DAY_MS;
  return Math.floor((atMs + offsetMs) / DAY_MS) * DAY_MS - offsetMs;
}
