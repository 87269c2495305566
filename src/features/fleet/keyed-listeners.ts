// Listeners by key, told together.

/**
 * Makes a register of listeners. `mark` notes that a key changed; all listeners of all marked keys are called in one
 * flush, which `schedule` runs soon. A key without listeners costs nothing.
 */
export function createListeners(schedule: (flush: () => void) => void) {
  const byKey = new Map<string, Set<() => void>>();
  const everyKey = new Set<(keys: readonly string[]) => void>();
  const marked = new Set<string>();
  let scheduled = false;

  function flush() {
    scheduled = false;
    const keys = [...marked];
    marked.clear();
    for (const key of keys) for (const listener of byKey.get(key) ?? []) listener();
    for (const listener of everyKey) listener(keys);
  }

  return {
    /** Calls `listener` after every flush in which `key` was marked; returns what stops it. */
    on(key: string, listener: () => void): () => void {
      const listeners = byKey.get(key) ?? new Set();
      byKey.set(key, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && byKey.get(key) === listeners) byKey.delete(key);
      };
    },
    /** Calls `listener` once per flush with all keys that were marked since the last one; returns what stops it. */
    onAny(listener: (keys: readonly string[]) => void): () => void {
      everyKey.add(listener);
      return () => everyKey.delete(listener);
    },
    mark(key: string) {
      if (everyKey.size === 0 && !byKey.has(key)) return;
      marked.add(key);
      if (scheduled) return;
      scheduled = true;
      schedule(flush);
    },
  };
}
