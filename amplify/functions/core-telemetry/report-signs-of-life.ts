// Readings of things that are not said to be online: core-status is told, which alone writes presence.
import type { DeviceLatest } from '../../../domain/telemetry/device-latest';
import type { Log } from '../shared/logger';
import type { StoredLatest } from './ports';

/** What this needs of the world. Every call throws when it fails. */
export interface SignsOfLife {
  /** Returns which of these things are said to be online, read consistently. */
  online(thingNames: readonly string[]): Promise<Set<string>>;
  /** Tells core-status that these were heard; times are epoch ms. */
  tell(signs: readonly { thingName: string; receivedAt: number }[]): Promise<void>;
}

// No device is told silent sooner (domain/presence/when-to-look.ts), so who reports more often needs no looking after.
const SILENCE_MS = 60_000;

/**
 * Tells core-status of things that were heard for the first time or after a minute of silence and are not said to be
 * online. Must run after their newest states are stored: who looks for silence stores first and looks again, so that one
 * of both sees the other (docs/decisions/005-who-decides-presence.md). A gateway's children have no presence of their own.
 * A failure is logged and costs nothing: the state is put right by the next look at the thing.
 */
export async function reportSignsOfLife(
  updated: readonly DeviceLatest[],
  before: ReadonlyMap<string, StoredLatest>,
  { online, tell }: SignsOfLife,
  log: Log,
): Promise<void> {
  const awake = updated.filter(({ thingName, gateway, receivedAt }) => {
    const last = before.get(thingName)?.latest.receivedAt ?? Number.NEGATIVE_INFINITY;
    return gateway === null && receivedAt - last >= SILENCE_MS;
  });
  if (awake.length === 0) return;
  try {
    const there = await online(awake.map(({ thingName }) => thingName));
    const signs = awake.filter(({ thingName }) => !there.has(thingName));
    if (signs.length > 0) await tell(signs.map(({ thingName, receivedAt }) => ({ thingName, receivedAt })));
  } catch (error) {
    log.error('core-status could not be told of things that were heard.', error);
  }
}
