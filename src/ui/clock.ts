// One ticking clock for everything on the page that shows an age. It stops when nobody looks.
import { useSyncExternalStore } from 'react';
import { formatAge } from './format-age';

const TICK_MS = 1000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Calls `listener` about once a second; returns what stops it. */
export function onTick(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Returns the age of `sinceMs` in words; the component renders again only when the words change. */
export function useAge(sinceMs: number): string {
  return useSyncExternalStore(onTick, () => formatAge(Date.now() - sinceMs));
}

/** Returns whether `sinceMs` lies more than `limitMs` back; renders again only when the answer changes. */
export function useIsOlderThan(sinceMs: number, limitMs: number): boolean {
  return useSyncExternalStore(onTick, () => Date.now() - sinceMs > limitMs);
}
