// How much time the charts can show back from now.

/** The stretches of time on offer. */
export const WINDOWS = [
  { value: '5m', label: '5 min', ms: 5 * 60_000 },
  { value: '15m', label: '15 min', ms: 15 * 60_000 },
  { value: '1h', label: '1 h', ms: 3_600_000 },
  { value: '6h', label: '6 h', ms: 6 * 3_600_000 },
  { value: '24h', label: '24 h', ms: 86_400_000 },
] as const;

/** Returns the window that a text names, five minutes unless it names one. */
export function readWindow(text: string | null): (typeof WINDOWS)[number] {
  return WINDOWS.find((window) => window.value === text) ?? WINDOWS[0];
}
