// Keeps small choices in the browser. Storage may be full or forbidden; a choice then lasts as long as the page.

const PREFIX = 'fleetlight.';

/** Returns the remembered text of `key`, or null when there is none or storage is forbidden. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

/** Remembers `value` under `key`; silently does nothing when storage is full or forbidden. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // The choice still holds for this page.
  }
}
