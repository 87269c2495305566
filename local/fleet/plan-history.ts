// Which moments of the past day the fleet has not published yet.
import type { Behaviour } from './demo-devices';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** How far apart the readings of the past are, in ms: a door reports seldom, a sensor every other minute. */
function stepOf(behaviour: Behaviour): number {
  return behaviour.kind === 'door' ? 30 * MINUTE_MS : 2 * MINUTE_MS;
}

/**
 * Returns the moments (epoch ms, oldest first) within the 24 hours before `nowMs` and after `coveredUntilMs`, on a grid
 * that does not depend on when the fleet starts: what was published twice is the same reading twice.
 */
export function planHistory(behaviour: Behaviour, coveredUntilMs: number | null, nowMs: number): number[] {
  const stepMs = stepOf(behaviour);
  const after = Math.max(nowMs - DAY_MS, coveredUntilMs ?? 0);
  const moments: number[] = [];
  for (let at = (Math.floor(after / stepMs) + 1) * stepMs; at < nowMs; at += stepMs) moments.push(at);
  return moments;
}
