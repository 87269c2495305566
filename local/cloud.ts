// The local cloud: every service that the assembly needs, started from it and connected by it. What is connected to what
// stands in the assembly; here stands only who is started before whom.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { appSyncClaims } from './appsync/claims';
import { createAppSync } from './appsync/create-appsync';
import { amplifyOutputs } from './assembly/amplify-outputs';
import { type Assembly, REGION } from './assembly/assembly';
import { checkSupported } from './assembly/check-supported';
import { loadAssembly } from './assembly/load-assembly';
import { lockData, removeRunningFile, writeRunningFile } from './cli/running-file';
import { COGNITO_CLAIMS } from './cognito/claims';
import type { Mailbox } from './cognito/mail/mailbox';
import { startCognito } from './cognito/start-cognito';
import { type DemoPerson, demoPeople } from './demo-people';
import { type LocalDiscord, startDiscord } from './discord/start-discord';
import { DYNAMODB_CLAIMS } from './dynamodb/claims';
import { type DynamoDb, startDynamoDb } from './dynamodb/start-dynamodb';
import { FIREHOSE_CLAIMS } from './firehose/claims';
import { startFirehose } from './firehose/start-firehose';
import { openAccessKeys } from './gateway/access-keys';
import { GATEWAY_CLAIMS } from './gateway/claims';
import { openGateway } from './gateway/gateway';
import { createIamAuthority, type Decision } from './gateway/iam-authority';
import { PortTakenError } from './gateway/port-taken-error';
import type { Chaos } from './iot/broker/presence/unruly-delivery';
import { IOT_CLAIMS } from './iot/claims';
import { type LocalIot, startIot } from './iot/start-iot';
import { LAMBDA_CLAIMS } from './lambda/claims';
import { startEventSourceMappings } from './lambda/start-event-source-mappings';
import { startFunctions } from './lambda/start-functions';
import { RULE_CLAIMS } from './rules/claims';
import { createRuleEngine } from './rules/rule-engine';
import { S3_CLAIMS } from './s3/claims';
import { startS3 } from './s3/start-s3';
import { SCHEDULE_CLAIMS } from './schedules/claims';
import { startSchedules } from './schedules/start-schedules';
import type { Clock } from './settings/clock';
import { SQS_CLAIMS } from './sqs/claims';
import { type Queues, startQueues } from './sqs/start-queues';
import { SSM_CLAIMS } from './ssm/claims';
import { startSsm } from './ssm/ssm-service';
import { startWeb } from './web/start-web';

export interface CloudOptions {
  /** The synthesized backend. */
  assemblyDirectory: string;
  /** The built app; null serves it from Vite. */
  appDirectory: string | null;
  /** The project's folder: customHttp.yml, and Vite's root. */
  rootDirectory: string;
  dataDirectory: string;
  /** 0 takes a free port. */
  ports: { app: number; aws: number; mqtt: number };
  /** Opens MQTT, and the app when asked, to the local network at these addresses. */
  lan: { addresses: readonly string[]; app: boolean } | null;
  /** What schedules run by; the machine's own unless given. */
  scheduleClock?: Clock | undefined;
  /** Makes the broker deliver presence events late, twice and out of order. */
  chaos?: Chaos;
  /** Hears of everything that a role asks for, and whether its policies allow it. */
  onDecision?: (decision: Decision) => void;
}

/** A running local cloud. */
export interface LocalCloud {
  assembly: Assembly;
  appUrl: string;
  appPort: number;
  awsEndpoint: string;
  awsPort: number;
  mqttPort: number;
  /** Where the certificate of the authority is that devices must trust. */
  caPath: string;
  devicePolicyName: string;
  userPool: { userPoolId: string; userPoolClientId: string };
  people: readonly DemoPerson[];
  lanAddresses: readonly string[];
  mailbox: Mailbox;
  discord: LocalDiscord;
  dynamodb: DynamoDb;
  queues: Queues;
  /** Stops taking messages, finishes what was taken, and frees the ports. Throws the first failure when all else is done. */
  stop(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const EVERY_ADDRESS = '0.0.0.0';
const IDENTITY_CREDENTIALS_MS = 3_600_000;
const CLAIMS = [
  ...appSyncClaims,
  ...COGNITO_CLAIMS,
  ...DYNAMODB_CLAIMS,
  ...FIREHOSE_CLAIMS,
  ...GATEWAY_CLAIMS,
  ...IOT_CLAIMS,
  ...LAMBDA_CLAIMS,
  ...RULE_CLAIMS,
  ...S3_CLAIMS,
  ...SCHEDULE_CLAIMS,
  ...SQS_CLAIMS,
  ...SSM_CLAIMS,
];

/**
 * Starts everything. Throws PortTakenError, UnsupportedResourceError for what the laptop cannot run, and whatever a
 * service refuses to start for; nothing keeps running then.
 */
export async function startLocalCloud(options: CloudOptions): Promise<LocalCloud> {
  const started: (() => Promise<unknown> | unknown)[] = [];
  const stopAll = async () => {
    const failures: unknown[] = [];
    // A full disk stops no port from being freed.
    for (const stop of started.splice(0).reverse()) {
      try {
        await stop();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };
  try {
    return await startServices(options, (stop) => started.push(stop), stopAll);
  } catch (error) {
    await stopAll().catch(() => undefined);
    throw error;
  }
}

async function startServices(
  options: CloudOptions,
  onStop: (stop: () => Promise<unknown> | unknown) => void,
  stop: () => Promise<void>,
): Promise<LocalCloud> {
  const { dataDirectory, ports, lan } = options;
  const appAddress = (lan?.app && lan.addresses[0]) || null;
  const appHost = appAddress ? EVERY_ADDRESS : LOOPBACK;
  mkdirSync(dataDirectory, { recursive: true });
  onStop(lockData(dataDirectory));

  const gateway = await openGateway({
    host: appHost,
    port: ports.aws,
    portSetting: '--aws-port (FLEETLIGHT_AWS_PORT)',
  });
  onStop(() => gateway.stop());
  const awsEndpoint = `http://${appAddress ?? LOOPBACK}:${gateway.port}`;
  const assembly = loadAssembly(options.assemblyDirectory, { awsEndpoint });
  checkSupported(assembly, CLAIMS);

  const accessKeys = openAccessKeys(dataDirectory, Date.now);
  const authority = createIamAuthority(assembly, accessKeys, Date.now, options.onDecision);
  const isRoleAllowed = (roleArn: string, action: string, resource: string) =>
    authority.isAllowed({ arn: roleArn, roleArn, accessKeyId: '', cognitoIdentityId: null }, action, resource);

  const [dynamodb, queues, discord, s3] = await Promise.all([
    startDynamoDb({ assembly, dataDirectory }),
    startQueues({ assembly, dataDirectory }),
    startDiscord({ dataDirectory }),
    startS3({ assembly, dataDirectory, isAllowed: authority.isAllowed, nowMs: Date.now }),
  ]);
  onStop(() => Promise.all([dynamodb.stop(), queues.stop(), discord.stop()]));
  const firehose = await startFirehose({
    assembly,
    dataDirectory,
    objects: s3.objects,
    isRoleAllowed,
    onFailure: ({ name }, records, error) =>
      console.warn(
        `delivery stream ${name}: ${records} records are kept and tried again: ${error instanceof Error ? error.message : String(error)}`,
      ),
  });
  onStop(() => firehose.stop());
  const functions = startFunctions({
    assembly,
    awsEndpoint,
    dataDirectory,
    endpoints: { DISCORD_API_URL: discord.apiUrl },
    credentialsFor: (roleArn, functionName) => accessKeys.issueForRole(roleArn, functionName),
    destinations: { send: (queueArn, body) => queues.queue(queueArn).send({ body }), isAllowed: isRoleAllowed },
  });
  onStop(() => functions.stop());

  const cognito = await startCognito({
    assembly,
    dataDirectory,
    functions,
    mayInvoke: functions.mayInvoke,
    issueIdentityCredentials: ({ identityId, roleArn }) =>
      accessKeys.issueForIdentity(identityId, roleArn, IDENTITY_CREDENTIALS_MS),
  });
  onStop(() => cognito.stop());
  const people = demoPeople(dataDirectory);
  await cognito.seedPeople(people);

  const appSync = createAppSync({
    assembly,
    tables: dynamodb.tables,
    functions,
    authority,
    isRoleAllowed,
    jwks: async () => cognito.jwks(),
  });
  onStop(() => appSync.stop());

  const rules = createRuleEngine({
    assembly,
    queues: queues.sender,
    functions,
    objects: s3.objects,
    records: firehose.records,
    // The broker that it publishes through listens only after the rules were understood.
    publisher: { publish: (topic, payload, how) => iot.publisher.publish(topic, payload, how) },
    isRoleAllowed,
    onRuleError: ({ ruleName, kind, message }) => console.warn(`rule ${ruleName}: ${kind}: ${message}`),
  });
  const iot: LocalIot = await startIot({
    assembly,
    dataDirectory,
    host: lan ? EVERY_ADDRESS : LOOPBACK,
    mqttPort: ports.mqtt,
    lanAddresses: lan?.addresses ?? [],
    authority,
    onPublish: rules.onMessage,
    ...(options.chaos ? { chaos: options.chaos } : {}),
  }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new PortTakenError(ports.mqtt, '--mqtt-port (FLEETLIGHT_MQTT_PORT)') : error;
  });

  // Devices' end still goes through the rules to the queues, which handle it at the next start.
  onStop(() => iot.stop());

  const web = await startWeb({
    host: appHost,
    port: ports.app,
    portSetting: '--app-port (FLEETLIGHT_APP_PORT)',
    app: options.appDirectory ? { builtDirectory: options.appDirectory } : { viteRoot: options.rootDirectory },
    outputs: amplifyOutputs(assembly),
    awsEndpoint,
    mailbox: cognito.mailbox,
    discord,
    cognitoRegion: REGION,
    headersFile: join(options.rootDirectory, 'customHttp.yml'),
    lanAddresses: appAddress ? lan?.addresses : [],
  });
  onStop(() => web.close());

  gateway.serve({
    services: [
      dynamodb.service,
      queues.service,
      startSsm({ dataDirectory, assembly, nowMs: Date.now }),
      ...s3.services,
      ...firehose.services,
      ...iot.services,
      ...cognito.services,
    ],
    routes: [
      { path: '/graphql', http: appSync.http },
      { path: '/graphql/realtime', upgrade: appSync.upgrade },
      ...iot.routes,
      ...cognito.routes,
    ],
    authority,
    allowedOrigins: [LOOPBACK, 'localhost', ...(appAddress ? (lan?.addresses ?? []) : [])].map(
      (address) => `http://${address}:${web.port}`,
    ),
  });
  const mappings = startEventSourceMappings({ assembly, queues, functions, isAllowed: isRoleAllowed });
  onStop(() => mappings.stop());
  const schedules = startSchedules({
    assembly,
    functions,
    mayInvoke: functions.mayInvoke,
    isAllowed: isRoleAllowed,
    ...(options.scheduleClock ? { clock: options.scheduleClock } : {}),
    onFailure: ({ logicalId, functionArn, error }) =>
      console.warn(`schedule ${logicalId}: ${functionArn}: ${error instanceof Error ? error.message : String(error)}`),
  });
  onStop(() => schedules.stop());

  const [policy] = assembly.ofType('AWS::IoT::Policy');
  const [pool] = assembly.ofType('AWS::Cognito::UserPool');
  const [client] = assembly.ofType('AWS::Cognito::UserPoolClient');
  if (!policy || !pool || !client) throw new Error('The assembly has no device policy, user pool or client.');
  writeRunningFile(dataDirectory, {
    pid: process.pid,
    appUrl: web.url,
    awsEndpoint,
    mqttHost: LOOPBACK,
    mqttPort: iot.mqttPort,
    caPath: iot.caPath,
    region: REGION,
    devicePolicyName: policy.ref,
  });
  onStop(() => removeRunningFile(dataDirectory));
  return {
    assembly,
    appUrl: web.url,
    appPort: web.port,
    awsEndpoint,
    awsPort: gateway.port,
    mqttPort: iot.mqttPort,
    caPath: iot.caPath,
    devicePolicyName: policy.ref,
    userPool: { userPoolId: pool.ref, userPoolClientId: client.ref },
    people,
    lanAddresses: lan?.addresses ?? [],
    mailbox: cognito.mailbox,
    discord,
    dynamodb,
    queues,
    stop,
  };
}
