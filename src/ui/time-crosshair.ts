// The moment that all charts of a page point at together.
import { createStore } from 'zustand/vanilla';

/** `atMs` is the moment under the pointer or the keyboard's crosshair, epoch ms; null while there is none. */
export const crosshair = createStore<{ atMs: number | null }>(() => ({ atMs: null }));

/** Points at a moment, or at none. */
export function pointAt(atMs: number | null): void {
  if (crosshair.getState().atMs !== atMs) crosshair.setState({ atMs });
}
