// Wires and grants; declares nothing itself. What stands here is all that is connected to what, in AWS and on a laptop.
import { defineBackend } from '@aws-amplify/backend';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { auth } from './auth/resource';
import { data } from './data/resource';
import { admitAdmins } from './functions/admit-admins/resource';
import { coreStatus, presenceCensus, presenceSweep } from './functions/core-status/resource';
import { coreTelemetry } from './functions/core-telemetry/resource';
import { deadLetterActions } from './functions/dead-letter-actions/resource';
import { deadLetters } from './functions/dead-letters/resource';
import { deviceRegistry } from './functions/device-registry/resource';
import { discordSettings } from './functions/discord-settings/resource';
import { discordWebhook } from './functions/discord-webhook/resource';
import { people } from './functions/people/resource';
import { watchDeadLetters } from './iot/dead-letters';
import { devicePolicy } from './iot/device-policy';
import { discordQueue, feedDiscord } from './iot/discord-queue';
import { ingestPresence } from './iot/presence-ingest';
import { reportSignsOfLife } from './iot/signs-of-life';
import { ingestTelemetry } from './iot/telemetry-ingest';
import { ingestsHere } from './iot/which-branch-ingests';

const backend = defineBackend({
  auth,
  data,
  admitAdmins,
  coreTelemetry,
  coreStatus,
  presenceSweep,
  presenceCensus,
  people,
  deviceRegistry,
  deadLetters,
  deadLetterActions,
  discordWebhook,
  discordSettings,
});
const deploymentType: string = backend.stack.node.tryGetContext('amplify-backend-type');
const { tables, graphqlApi, cfnResources } = backend.data.resources;

const table = (model: string) => {
  const found = tables[model];
  if (!found) throw new Error(`The schema has no model ${model}.`);
  return found;
};

// Guests get no identity; a signed-in person's AWS credentials come from the group they are in.
backend.auth.resources.cfnResources.cfnIdentityPool.allowUnauthenticatedIdentities = false;

// Amplify permits the user pool to call its trigger by ARN alone; ours name the account, too.
for (const construct of backend.auth.stack.node.findAll()) {
  if (construct instanceof CfnPermission) construct.sourceAccount = Stack.of(construct).account;
}

const EXPIRING = new Set([
  'PresenceCount',
  'TelemetrySample',
  'DeviceEvent',
  'NotificationPending',
  'NotificationTold',
  'NotificationDelivery',
]);
// Data outlives a deleted branch; expired rows leave by themselves.
for (const [model, cfnTable] of Object.entries(cfnResources.amplifyDynamoDbTables)) {
  if (deploymentType === 'branch') cfnTable.applyRemovalPolicy(RemovalPolicy.RETAIN);
  cfnTable.pointInTimeRecoveryEnabled = true;
  if (EXPIRING.has(model)) {
    cfnTable.timeToLiveAttribute = { attributeName: 'expiresAt', enabled: true };
  }
}

type BackendFunction = typeof backend.coreTelemetry;
const grantTable = (fn: BackendFunction, model: string, variable: string, actions: string[]) => {
  fn.addEnvironment(variable, table(model).tableName);
  fn.resources.lambda.addToRolePolicy(
    new PolicyStatement({ actions: actions.map((a) => `dynamodb:${a}`), resources: [table(model).tableArn] }),
  );
};
const grantIndex = (fn: BackendFunction, model: string, index: string) =>
  fn.resources.lambda.addToRolePolicy(
    new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${table(model).tableArn}/index/${index}`] }),
  );
const grantPublish = (fn: BackendFunction, fields: string[]) => {
  fn.addEnvironment('GRAPHQL_URL', backend.data.resources.cfnResources.cfnGraphqlApi.attrGraphQlUrl);
  fn.resources.lambda.addToRolePolicy(
    new PolicyStatement({
      actions: ['appsync:GraphQL'],
      resources: fields.map((field) => `${graphqlApi.arn}/types/Mutation/fields/${field}`),
    }),
  );
};

grantTable(backend.coreTelemetry, 'TelemetrySample', 'TELEMETRY_SAMPLE_TABLE', ['BatchWriteItem', 'PutItem']);
grantTable(backend.coreTelemetry, 'DeviceLatest', 'DEVICE_LATEST_TABLE', [
  'BatchGetItem',
  'BatchWriteItem',
  'PutItem',
  'UpdateItem',
]);
grantTable(backend.coreTelemetry, 'Device', 'DEVICE_TABLE', ['BatchGetItem']);
grantTable(backend.coreTelemetry, 'DeviceEvent', 'DEVICE_EVENT_TABLE', ['UpdateItem']);
grantTable(backend.coreTelemetry, 'DevicePresence', 'DEVICE_PRESENCE_TABLE', ['BatchGetItem']);
grantPublish(backend.coreTelemetry, ['publishFleet', 'publishTelemetry']);

grantTable(backend.coreStatus, 'DevicePresence', 'DEVICE_PRESENCE_TABLE', ['GetItem', 'PutItem', 'BatchGetItem']);
grantTable(backend.coreStatus, 'DeviceEvent', 'DEVICE_EVENT_TABLE', ['PutItem', 'UpdateItem']);
grantTable(backend.coreStatus, 'Device', 'DEVICE_TABLE', ['BatchGetItem']);
grantPublish(backend.coreStatus, ['publishFleet']);

grantTable(backend.presenceSweep, 'DevicePresence', 'DEVICE_PRESENCE_TABLE', ['GetItem', 'PutItem']);
grantIndex(backend.presenceSweep, 'DevicePresence', 'byDue');
grantTable(backend.presenceSweep, 'DeviceLatest', 'DEVICE_LATEST_TABLE', ['BatchGetItem']);
grantTable(backend.presenceSweep, 'Device', 'DEVICE_TABLE', ['BatchGetItem']);
grantTable(backend.presenceSweep, 'DeviceEvent', 'DEVICE_EVENT_TABLE', ['PutItem']);
grantPublish(backend.presenceSweep, ['publishFleet']);

grantTable(backend.presenceCensus, 'DevicePresence', 'DEVICE_PRESENCE_TABLE', ['Scan', 'GetItem', 'PutItem']);
grantTable(backend.presenceCensus, 'DeviceLatest', 'DEVICE_LATEST_TABLE', ['BatchGetItem']);
grantTable(backend.presenceCensus, 'Device', 'DEVICE_TABLE', ['Scan', 'BatchGetItem']);
grantTable(backend.presenceCensus, 'DeviceEvent', 'DEVICE_EVENT_TABLE', ['PutItem']);
grantTable(backend.presenceCensus, 'PresenceCount', 'PRESENCE_COUNT_TABLE', ['PutItem']);
grantPublish(backend.presenceCensus, ['publishFleet']);

const { userPool } = backend.auth.resources;
backend.people.addEnvironment('USER_POOL_ID', userPool.userPoolId);
backend.people.resources.lambda.addToRolePolicy(
  new PolicyStatement({
    actions: [
      'ListUsers',
      'ListUsersInGroup',
      'AdminGetUser',
      'AdminListGroupsForUser',
      'AdminAddUserToGroup',
      'AdminRemoveUserFromGroup',
      'AdminEnableUser',
      'AdminDisableUser',
    ].map((action) => `cognito-idp:${action}`),
    resources: [userPool.userPoolArn],
  }),
);

grantTable(backend.deviceRegistry, 'Device', 'DEVICE_TABLE', ['DeleteItem']);
grantTable(backend.deviceRegistry, 'DeviceLatest', 'DEVICE_LATEST_TABLE', ['DeleteItem', 'UpdateItem']);
grantTable(backend.deviceRegistry, 'DevicePresence', 'DEVICE_PRESENCE_TABLE', ['BatchGetItem', 'DeleteItem']);
grantTable(backend.deviceRegistry, 'NotificationTold', 'NOTIFICATION_TOLD_TABLE', ['DeleteItem']);
const grantRegistry = (actions: string[], resources: string[]) =>
  backend.deviceRegistry.resources.lambda.addToRolePolicy(
    new PolicyStatement({ actions: actions.map((action) => `iot:${action}`), resources }),
  );
const iotArn = (resource: string, resourceName: string) =>
  Stack.of(backend.deviceRegistry.resources.lambda).formatArn({ service: 'iot', resource, resourceName });
grantRegistry(['DeleteThing'], [iotArn('thing', '*')]);
grantRegistry(['UpdateCertificate', 'DetachPolicy', 'DeleteCertificate'], [iotArn('cert', '*')]);
grantRegistry(['DeleteConnection'], [iotArn('client', '*')]);
// These know no resource-level permissions (Service Authorization Reference: AWS IoT).
grantRegistry(
  ['ListThingPrincipals', 'ListPrincipalThings', 'ListAttachedPolicies', 'DetachThingPrincipal', 'DescribeEndpoint'],
  ['*'],
);

grantTable(backend.deadLetters, 'DeadLetter', 'DEAD_LETTER_TABLE', ['PutItem']);
grantTable(backend.deadLetterActions, 'DeadLetter', 'DEAD_LETTER_TABLE', ['GetItem', 'DeleteItem']);

reportSignsOfLife(backend.coreStatus.stack, backend.coreTelemetry, backend.coreStatus.resources.lambda);
grantTable(backend.discordWebhook, 'DevicePresence', 'DEVICE_PRESENCE_TABLE', ['BatchGetItem']);
grantTable(backend.discordWebhook, 'Device', 'DEVICE_TABLE', ['BatchGetItem']);
grantTable(backend.discordWebhook, 'DeviceLatest', 'DEVICE_LATEST_TABLE', ['BatchGetItem']);
grantTable(backend.discordWebhook, 'NotificationChannel', 'NOTIFICATION_CHANNEL_TABLE', ['GetItem']);
grantTable(backend.discordWebhook, 'NotificationSender', 'NOTIFICATION_SENDER_TABLE', ['GetItem', 'UpdateItem']);
grantTable(backend.discordWebhook, 'NotificationPending', 'NOTIFICATION_PENDING_TABLE', [
  'Query',
  'BatchWriteItem',
  'PutItem',
]);
grantTable(backend.discordWebhook, 'NotificationTold', 'NOTIFICATION_TOLD_TABLE', [
  'BatchGetItem',
  'BatchWriteItem',
  'PutItem',
]);
grantTable(backend.discordWebhook, 'NotificationDelivery', 'NOTIFICATION_DELIVERY_TABLE', ['GetItem', 'PutItem']);
grantTable(backend.discordSettings, 'NotificationChannel', 'NOTIFICATION_CHANNEL_TABLE', ['GetItem', 'PutItem']);
grantTable(backend.discordSettings, 'NotificationSender', 'NOTIFICATION_SENDER_TABLE', ['GetItem']);

// The webhook that is set in the app: one parameter, whose value (a SecureString) the app writes and only functions read.
const webhookParameter = `/fleetlight/${backend.stack.stackName}/discord-webhook-url`;
const grantWebhook = (fn: BackendFunction, actions: string[]) => {
  fn.addEnvironment('WEBHOOK_PARAMETER', webhookParameter);
  const arn = Stack.of(fn.resources.lambda).formatArn({
    service: 'ssm',
    resource: 'parameter',
    resourceName: webhookParameter.slice(1),
  });
  fn.resources.lambda.addToRolePolicy(
    new PolicyStatement({ actions: actions.map((action) => `ssm:${action}`), resources: [arn] }),
  );
};
grantWebhook(backend.discordWebhook, ['GetParameter']);
grantWebhook(backend.discordSettings, ['GetParameter', 'PutParameter', 'DeleteParameter']);

// A stack of its own that needs no other: functions of the data stack put messages on this queue.
const discord = discordQueue(backend.createStack('channel'));
const { queueUrl: discordUrl, queueArn: discordArn } = discord.queue;
// Who tries the channel, and who finds out by itself that a device fell silent or was heard again.
for (const fn of [backend.discordSettings, backend.coreStatus, backend.presenceSweep, backend.presenceCensus]) {
  fn.addEnvironment('DISCORD_QUEUE_URL', discordUrl);
  fn.resources.lambda.addToRolePolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [discordArn] }));
}

// The stack of the function that watches the queues: it needs their addresses, and they need nothing of the API.
const ingestion = backend.deadLetters.stack;
const enabled = ingestsHere(process.env, deploymentType);
feedDiscord(ingestion, discord, backend.discordWebhook);
watchDeadLetters(ingestion, backend.deadLetters, backend.deadLetterActions.resources.lambda, {
  TELEMETRY: {
    ...ingestTelemetry(ingestion, backend.coreTelemetry.resources.lambda, enabled),
    reader: backend.coreTelemetry.resources.lambda,
  },
  PRESENCE: {
    ...ingestPresence(ingestion, backend.coreStatus.resources.lambda, discord, enabled),
    reader: backend.coreStatus.resources.lambda,
  },
  DISCORD: { ...discord, reader: backend.discordWebhook.resources.lambda },
});
const policy = devicePolicy(backend.createStack('devices'));
backend.addOutput({ custom: { iot: { devicePolicyName: policy.ref, region: backend.stack.region } } });
