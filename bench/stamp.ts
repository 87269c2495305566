// Readings that carry the time at which they were sent, so that whoever sees one knows how long it took.

const DEVICES_IN_A_STAMP = 100;

/** Returns a number of 15 digits, which the app writes out whole: epoch ms, then the device (0 to 99). */
export const stamp = (sentAtMs: number, device: number): number => sentAtMs * DEVICES_IN_A_STAMP + device;

/** Returns when a stamped reading was sent, in epoch ms. */
export const sentAtOf = (value: number): number => Math.floor(value / DEVICES_IN_A_STAMP);

/** Returns which device sent a stamped reading. */
export const deviceOf = (value: number): number => value % DEVICES_IN_A_STAMP;
