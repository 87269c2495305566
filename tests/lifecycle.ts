// Connections and disconnections of many devices, put on the queues as the presence rules put them.
import { randomBytes } from 'node:crypto';
import type { LocalCloud } from '../local/cloud';

const PRINCIPAL = randomBytes(32).toString('hex');

/** One event of the broker, as the presence rules select it. */
export function lifecycleEvent(
  thingName: string,
  eventType: 'connected' | 'disconnected',
  versionNumber: number,
  at = Date.now(),
): string {
  return JSON.stringify({
    clientId: thingName,
    timestamp: at,
    eventType,
    sessionIdentifier: `session-of-${thingName}`,
    principalIdentifier: PRINCIPAL,
    versionNumber,
    ...(eventType === 'disconnected' ? { clientInitiatedDisconnect: false, disconnectReason: 'CONNECTION_LOST' } : {}),
    traceId: `${thingName}-${eventType}-${versionNumber}`,
    receivedAt: at,
  });
}

/** Returns a queue by a part of its name. */
export function queueNamed(cloud: Pick<LocalCloud, 'queues'>, part: string) {
  const queue = cloud.queues.all.find(({ settings }) => settings.name.includes(part));
  if (!queue) throw new Error(`There is no queue ${part}.`);
  return queue;
}

/** Does what both actions of the rules do with each event. */
export async function happen(cloud: Pick<LocalCloud, 'queues'>, events: readonly string[]): Promise<void> {
  const [presence, discord] = [queueNamed(cloud, 'PresenceQueue'), queueNamed(cloud, 'DiscordQueue')];
  await Promise.all(events.flatMap((body) => [presence.send({ body }), discord.send({ body })]));
}
