// The fields that the app asks for, checked by the compiler against the schema.
import type { Schema } from '../../amplify/data/resource';

type Row<
  Model extends 'Device' | 'DeviceLatest' | 'DevicePresence' | 'DeviceEvent' | 'DeadLetter' | 'NotificationDelivery',
> = readonly (keyof Schema[Model]['type'])[];

const device = [
  'thingName',
  'name',
  'type',
  'model',
  'manufacturer',
  'firmwareVersion',
  'serialNumber',
  'site',
  'tags',
  'capabilities',
  'lifecycle',
  'expectedIntervalMs',
  'simulated',
] as const satisfies Row<'Device'>;

const latest = [
  'thingName',
  'gateway',
  'observedAt',
  'receivedAt',
  'batteryPercent',
  'rssiDbm',
  'clockRejected',
  'metrics',
] as const satisfies Row<'DeviceLatest'>;

const presence = [
  'thingName',
  'presence',
  'since',
  'reason',
  'sessionIdentifier',
  'versionNumber',
  'eventAt',
  'eventType',
] as const satisfies Row<'DevicePresence'>;

const event = [
  'thingName',
  'eventId',
  'at',
  'kind',
  'severity',
  'detail',
  'count',
  'expiresAt',
] as const satisfies Row<'DeviceEvent'>;

const deadLetter = [
  'deadLetterId',
  'queue',
  'state',
  'receivedAt',
  'failedAt',
  'reason',
  'attempts',
  'thingName',
  'topic',
] as const satisfies Row<'DeadLetter'>;

const person = [
  'username',
  'email',
  'role',
  'enabled',
  'status',
  'createdAt',
] as const satisfies readonly (keyof Schema['Person']['type'])[];

const discordChannel = [
  'source',
  'transitions',
  'sites',
  'quietFrom',
  'quietUntil',
  'timeZone',
  'mutes',
  'appUrl',
  'failures',
  'lastFailure',
  'lastDeliveredAt',
  'disabledAt',
  'disabledReason',
] as const satisfies readonly (keyof Schema['DiscordChannel']['type'])[];

// What a delivery tells is in its body; the list of things can be long and is for the sender.
const delivery = [
  'deliveryId',
  'at',
  'kind',
  'state',
  'attempts',
  'repeats',
  'reason',
  'body',
  'expiresAt',
] as const satisfies Row<'NotificationDelivery'>;

/** Selection sets, ready to stand between braces. */
export const FIELDS = {
  // Every field that a mutation selects reaches the subscribers, so a created device must select them all.
  device: `${device.join(' ')} location { latitude longitude label } createdAt updatedAt`,
  latest: latest.join(' '),
  presence: presence.join(' '),
  event: event.join(' '),
  person: person.join(' '),
  deadLetter: deadLetter.join(' '),
  discordChannel: discordChannel.join(' '),
  delivery: delivery.join(' '),
};
