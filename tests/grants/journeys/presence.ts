// Who is there: by the broker's events, by readings, by silence, and by the count of the fleet.
import { dueShard } from '../../../domain/presence/due-shard';
import { lifecycleEvent, queueNamed } from '../../lifecycle';
import { putRow, rowsOf } from '../../store';
import { eventually } from '../../test-cloud';
import type { Journey, Visit } from '../journey';

const MINUTE = 60_000;

const isNow = ({ cloud }: Visit, name: string, state: string) =>
  eventually(`${name} is ${state}`, async () =>
    (await rowsOf(cloud, 'DevicePresence')).some(({ thingName, presence }) => thingName === name && presence === state),
  );
const hasLine = ({ cloud }: Visit, name: string, line: string) =>
  eventually(`the timeline of ${name} has ${line}`, async () =>
    (await rowsOf(cloud, 'DeviceEvent')).some(({ thingName, kind }) => thingName === name && kind === line),
  );
const isToldTo = ({ cloud }: Visit, name: string) =>
  eventually(`Discord’s function hears of ${name}`, async () =>
    (await rowsOf(cloud, 'NotificationPending')).some(({ thingName }) => thingName === name),
  );

/** A device that connected so many minutes ago and was not heard since; without `dueAt` no sweep sees it. */
const putSilent = ({ cloud }: Visit, thingName: string, isDue: boolean) => {
  const at = Date.now() - 11 * MINUTE;
  return putRow(cloud, 'DevicePresence', {
    ...{ thingName, presence: 'online', since: at, reason: 'connected', sessionIdentifier: 's1', versionNumber: 1 },
    ...{ eventAt: at, eventType: 'connected', revision: 'r1' },
    ...(isDue ? { dueAt: at + MINUTE, dueShard: dueShard(thingName) } : {}),
  });
};

/** The journeys of core-status and of the functions that look by themselves. */
export const PRESENCE: readonly Journey[] = [
  {
    name: 'a device connects and goes',
    holders: ['core-status'],
    async run(visit) {
      const queue = queueNamed(visit.cloud, 'PresenceQueue');
      await queue.send({ body: lifecycleEvent('lamp', 'connected', 1) });
      await isNow(visit, 'lamp', 'online');
      await hasLine(visit, 'lamp', 'connected');
      await visit.heard('that it is online', ({ presence }) => presence?.thingName === 'lamp');
      await queue.send({ body: lifecycleEvent('lamp', 'disconnected', 1) });
      await isNow(visit, 'lamp', 'offline');
    },
  },
  {
    name: 'a connection in a device’s name is refused',
    holders: ['core-status'],
    async run(visit) {
      await putSilent(visit, 'victim', false);
      const event = { eventType: 'connect_failed', clientId: 'victim', receivedAt: Date.now() };
      await queueNamed(visit.cloud, 'PresenceQueue').send({ body: JSON.stringify(event) });
      await hasLine(visit, 'victim', 'connectFailed');
    },
  },
  {
    name: 'a reading says that a device is there',
    holders: ['core-status'],
    async run(visit) {
      await visit.publish('talker/telemetry', '{"temperature":21}');
      await isNow(visit, 'talker', 'online');
      await hasLine(visit, 'talker', 'heard');
      await eventually(
        'Discord’s queue was told',
        async () => queueNamed(visit.cloud, 'DiscordQueue').messageIds().length > 0,
      );
    },
  },
  {
    name: 'a device falls silent',
    holders: ['presence-sweep', 'schedule of presence-sweep'],
    async run(visit) {
      await putSilent(visit, 'silent', true);
      visit.clock.advance(MINUTE);
      await isNow(visit, 'silent', 'stale');
      await hasLine(visit, 'silent', 'silent');
      await visit.heard('that it is stale', ({ presence }) => presence?.thingName === 'silent');
      await isToldTo(visit, 'silent');
    },
  },
  {
    name: 'the fleet is counted',
    holders: ['presence-census', 'schedule of presence-census'],
    async run(visit) {
      await putSilent(visit, 'overlooked', false);
      visit.clock.advance(5 * MINUTE);
      await eventually('a count is there', async () => (await rowsOf(visit.cloud, 'PresenceCount')).length > 0);
      await isNow(visit, 'overlooked', 'stale');
      await hasLine(visit, 'overlooked', 'presenceRepaired');
      await visit.heard('that it is stale', ({ presence }) => presence?.thingName === 'overlooked');
      await isToldTo(visit, 'overlooked');
    },
  },
];
