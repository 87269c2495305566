// The API: what people edit and what the pipeline writes, kept apart. Each pipeline row has one writer, so its
// generated mutations are switched off.
import { a, type ClientSchema, defineData } from '@aws-amplify/backend';
import { deadLetterActions } from '../functions/dead-letter-actions/resource';
import { deviceRegistry } from '../functions/device-registry/resource';
import { discordSettings } from '../functions/discord-settings/resource';
import { people } from '../functions/people/resource';

const EVERY_GROUP = ['admin', 'operator', 'viewer'];

const schema = a.schema({
  Location: a.customType({ latitude: a.float(), longitude: a.float(), label: a.string() }),

  // Written by people and by provisioning.
  Device: a
    .model({
      thingName: a.id().required(),
      name: a.string(),
      type: a.string(),
      model: a.string(),
      manufacturer: a.string(),
      firmwareVersion: a.string(),
      serialNumber: a.string(),
      site: a.string(),
      tags: a.string().array(),
      location: a.ref('Location'),
      capabilities: a.json(),
      lifecycle: a.enum(['provisioning', 'active', 'maintenance', 'disabled', 'retired']),
      expectedIntervalMs: a.integer(),
      simulated: a.boolean(),
    })
    .identifier(['thingName'])
    .authorization((allow) => [allow.group('viewer').to(['read']), allow.groups(['admin', 'operator'])]),

  // Written by core-telemetry only.
  DeviceLatest: a
    .model({
      thingName: a.id().required(),
      gateway: a.string(),
      observedAt: a.float().required(),
      receivedAt: a.float().required(),
      batteryPercent: a.float(),
      rssiDbm: a.float(),
      clockRejected: a.boolean(),
      metrics: a.json().required(),
      // The newest numbers of each metric, as domain/telemetry/recent-text.ts writes them.
      recent: a.string(),
    })
    .identifier(['thingName'])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.groups(EVERY_GROUP).to(['read'])]),

  // Written by core-status only.
  DevicePresence: a
    .model({
      thingName: a.id().required(),
      presence: a.enum(['online', 'offline', 'stale', 'unknown']),
      since: a.float().required(),
      reason: a.string(),
      sessionIdentifier: a.string(),
      versionNumber: a.integer(),
      eventAt: a.float().required(),
      eventType: a.string(),
      // When the newest reading that was reckoned with was received.
      heardAt: a.float(),
      // When to look at it again, and `hash of thingName % 16`; without both there is nothing to wait for.
      dueAt: a.float(),
      dueShard: a.string(),
    })
    .identifier(['thingName'])
    .secondaryIndexes((index) => [index('dueShard').sortKeys(['dueAt']).name('byDue').queryField(null)])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.groups(EVERY_GROUP).to(['read'])]),

  // How many things are in which state, every five minutes, and what was put right: `time` is `HH:MM`, both are UTC.
  // Written by presence-census only; expires.
  PresenceCount: a
    .model({
      day: a.string().required(),
      time: a.string().required(),
      at: a.float().required(),
      online: a.integer().required(),
      offline: a.integer().required(),
      stale: a.integer().required(),
      unknown: a.integer().required(),
      repaired: a.integer(),
      repairedThings: a.string().required().array(),
      expiresAt: a.integer().required(),
    })
    .identifier(['day', 'time'])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.groups(EVERY_GROUP).to(['read'])]),

  // Written by core-telemetry only; expires. `sampleId` starts with the zero-padded observedAt in milliseconds.
  TelemetrySample: a
    .model({
      thingName: a.id().required(),
      sampleId: a.string().required(),
      observedAt: a.float().required(),
      receivedAt: a.float().required(),
      clockRejected: a.boolean(),
      metrics: a.json().required(),
      expiresAt: a.integer().required(),
    })
    .identifier(['thingName', 'sampleId'])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.groups(EVERY_GROUP).to(['read'])]),

  // A page of one device's readings, `samples` a list of them, from key to key (both ends included).
  TelemetryPage: a.customType({ samples: a.json().required(), nextToken: a.string() }),
  readTelemetry: a
    .query()
    .arguments({
      thingName: a.id().required(),
      fromKey: a.string().required(),
      toKey: a.string().required(),
      nextToken: a.string(),
    })
    .returns(a.ref('TelemetryPage'))
    .handler(a.handler.custom({ dataSource: a.ref('TelemetrySample'), entry: './resolvers/read-telemetry.js' }))
    .authorization((allow) => [allow.groups(EVERY_GROUP)]),

  // The timeline. `eventId` starts with the zero-padded `at`; `dayShard` is `<UTC day>#<hash of thingName % 16>`.
  DeviceEvent: a
    .model({
      thingName: a.id().required(),
      eventId: a.string().required(),
      at: a.float().required(),
      kind: a.string().required(),
      severity: a.string(),
      detail: a.json(),
      count: a.integer(),
      dayShard: a.string().required(),
      expiresAt: a.integer().required(),
    })
    .identifier(['thingName', 'eventId'])
    .secondaryIndexes((index) => [index('dayShard').sortKeys(['eventId']).queryField('listDeviceEventsByDay')])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.groups(EVERY_GROUP).to(['read'])]),

  // The fleet feed: the latest reading or presence of each device that changed, coalesced by the sender. The resolver
  // refuses everybody but the pipeline's functions (IAM); the group only satisfies the schema.
  FleetMessage: a.customType({ updates: a.json().required() }),
  publishFleet: a
    .mutation()
    .arguments({ updates: a.json().required() })
    .returns(a.ref('FleetMessage'))
    .handler(a.handler.custom({ entry: './resolvers/publish-fleet.js' }))
    .authorization((allow) => [allow.group('admin')]),
  onFleet: a
    .subscription()
    .for(a.ref('publishFleet'))
    .handler(a.handler.custom({ entry: './resolvers/on-fleet.js' }))
    .authorization((allow) => [allow.groups(EVERY_GROUP)]),

  // The full-rate feed of one device. A subscription filter passes or drops a whole message, so it is a mutation of
  // its own.
  TelemetryMessage: a.customType({ thingName: a.id().required(), samples: a.json().required() }),
  publishTelemetry: a
    .mutation()
    .arguments({ thingName: a.id().required(), samples: a.json().required() })
    .returns(a.ref('TelemetryMessage'))
    .handler(a.handler.custom({ entry: './resolvers/publish-telemetry.js' }))
    .authorization((allow) => [allow.group('admin')]),
  onTelemetry: a
    .subscription()
    .for(a.ref('publishTelemetry'))
    .arguments({ thingName: a.id().required() })
    .handler(a.handler.custom({ entry: './resolvers/on-telemetry.js' }))
    .authorization((allow) => [allow.groups(EVERY_GROUP)]),

  Person: a.customType({
    username: a.string().required(),
    email: a.string().required(),
    role: a.string(),
    enabled: a.boolean().required(),
    status: a.string().required(),
    createdAt: a.float(),
  }),
  PeoplePage: a.customType({ people: a.ref('Person').required().array().required(), nextToken: a.string() }),
  listPeople: a
    .query()
    .arguments({ nextToken: a.string() })
    .returns(a.ref('PeoplePage'))
    .handler(a.handler.function(people))
    .authorization((allow) => [allow.group('admin')]),
  // `role` is a group's name, or null to take every group away.
  setPersonRole: a
    .mutation()
    .arguments({ username: a.string().required(), role: a.string() })
    .returns(a.ref('Person'))
    .handler(a.handler.function(people))
    .authorization((allow) => [allow.group('admin')]),
  setPersonEnabled: a
    .mutation()
    .arguments({ username: a.string().required(), enabled: a.boolean().required() })
    .returns(a.ref('Person'))
    .handler(a.handler.function(people))
    .authorization((allow) => [allow.group('admin')]),

  // Takes devices away for good: certificates, things, and their rows.
  RemovedDevices: a.customType({ removed: a.string().required().array().required() }),
  removeDevices: a
    .mutation()
    .arguments({ thingNames: a.string().required().array().required() })
    .returns(a.ref('RemovedDevices'))
    .handler(a.handler.function(deviceRegistry))
    .authorization((allow) => [allow.group('admin')]),

  // What the pipeline could not handle. Written by dead-letters only; kept until somebody settles it. `body` is the message
  // to send again, with a payload in it: not for viewers.
  DeadLetter: a
    .model({
      deadLetterId: a.id().required(),
      queue: a.enum(['telemetry', 'presence', 'discord']),
      state: a.enum(['waiting', 'unsendable']),
      receivedAt: a.float().required(),
      failedAt: a.float().required(),
      reason: a.string().required(),
      attempts: a.integer().required(),
      thingName: a.string(),
      topic: a.string(),
      body: a.string().required(),
    })
    .identifier(['deadLetterId'])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.groups(['admin', 'operator']).to(['read'])]),
  // `outcome`: resent, dropped, or gone when somebody had settled it before.
  SettledDeadLetter: a.customType({ deadLetterId: a.id().required(), outcome: a.string().required() }),
  resendDeadLetter: a
    .mutation()
    .arguments({ deadLetterId: a.id().required() })
    .returns(a.ref('SettledDeadLetter'))
    .handler(a.handler.function(deadLetterActions))
    .authorization((allow) => [allow.groups(['admin', 'operator'])]),
  dropDeadLetter: a
    .mutation()
    .arguments({ deadLetterId: a.id().required() })
    .returns(a.ref('SettledDeadLetter'))
    .handler(a.handler.function(deadLetterActions))
    .authorization((allow) => [allow.groups(['admin', 'operator'])]),

  // What the channel is told, as the admins chose. Written by discord-settings only; the webhook's address is not in it.
  NotificationChannel: a
    .model({
      channelId: a.id().required(),
      transitions: a.string().required().array(),
      sites: a.string().required().array(),
      quietFrom: a.string(),
      quietUntil: a.string(),
      timeZone: a.string(),
      // Until when (epoch ms) a device is muted, by thing name.
      mutes: a.json(),
      appUrl: a.string(),
    })
    .identifier(['channelId'])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.group('admin').to(['read'])]),

  // Written by discord-webhook only: who sends, and how that goes.
  NotificationSender: a
    .model({
      channelId: a.id().required(),
      flushAt: a.float(),
      leaseOwner: a.string(),
      leaseUntil: a.float(),
      notBefore: a.float(),
      deliveryId: a.string(),
      failures: a.integer(),
      lastFailure: a.string(),
      lastDeliveredAt: a.float(),
      disabledAt: a.float(),
      disabledReason: a.string(),
      disabledWebhook: a.string(),
    })
    .identifier(['channelId'])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.group('admin').to(['read'])]),

  // Written by discord-webhook only: things whose state may be news, and outages that were told.
  NotificationPending: a
    .model({
      channelId: a.id().required(),
      pendingId: a.string().required(),
      thingName: a.string().required(),
      notedAt: a.float().required(),
      expiresAt: a.integer().required(),
    })
    .identifier(['channelId', 'pendingId'])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.group('admin').to(['read'])]),
  NotificationTold: a
    .model({
      thingName: a.id().required(),
      presence: a.string().required(),
      since: a.float().required(),
      expiresAt: a.integer(),
    })
    .identifier(['thingName'])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.group('admin').to(['read'])]),

  // The delivery log, written by discord-webhook only; expires. `deliveryId` starts with the zero-padded `at`.
  NotificationDelivery: a
    .model({
      channelId: a.id().required(),
      deliveryId: a.string().required(),
      at: a.float().required(),
      kind: a.string().required(),
      state: a.string().required(),
      attempts: a.integer().required(),
      repeats: a.integer().required(),
      reason: a.string(),
      body: a.string().required(),
      // The outages that it tells, and the things whose outage it ends.
      told: a.json().required(),
      things: a.integer().required(),
      expiresAt: a.integer().required(),
    })
    .identifier(['channelId', 'deliveryId'])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.group('admin').to(['read'])]),

  // The channel as its admins see it. `source` says where the webhook was set: app, deployment, or nowhere (null).
  DiscordChannel: a.customType({
    source: a.string(),
    transitions: a.string().required().array().required(),
    sites: a.string().required().array(),
    quietFrom: a.string(),
    quietUntil: a.string(),
    timeZone: a.string(),
    mutes: a.json().required(),
    appUrl: a.string(),
    failures: a.integer().required(),
    lastFailure: a.string(),
    lastDeliveredAt: a.float(),
    disabledAt: a.float(),
    disabledReason: a.string(),
  }),
  getDiscordChannel: a
    .query()
    .returns(a.ref('DiscordChannel'))
    .handler(a.handler.function(discordSettings))
    .authorization((allow) => [allow.group('admin')]),
  // The address is written and never read back; null takes away what was set in the app.
  setDiscordWebhook: a
    .mutation()
    .arguments({ url: a.string() })
    .returns(a.ref('DiscordChannel'))
    .handler(a.handler.function(discordSettings))
    .authorization((allow) => [allow.group('admin')]),
  saveDiscordSettings: a
    .mutation()
    .arguments({
      transitions: a.string().required().array().required(),
      sites: a.string().required().array(),
      quietFrom: a.string(),
      quietUntil: a.string(),
      timeZone: a.string(),
      appUrl: a.string(),
    })
    .returns(a.ref('DiscordChannel'))
    .handler(a.handler.function(discordSettings))
    .authorization((allow) => [allow.group('admin')]),
  // Mutes a device until then (epoch ms); a moment that is over ends it.
  muteDevice: a
    .mutation()
    .arguments({ thingName: a.string().required(), until: a.float().required() })
    .returns(a.ref('DiscordChannel'))
    .handler(a.handler.function(discordSettings))
    .authorization((allow) => [allow.group('admin')]),
  sendDiscordTest: a
    .mutation()
    .returns(a.ref('DiscordChannel'))
    .handler(a.handler.function(discordSettings))
    .authorization((allow) => [allow.group('admin')]),
});

export type Schema = ClientSchema<typeof schema>;
export const data = defineData({ schema, authorizationModes: { defaultAuthorizationMode: 'userPool' } });
