// `npm start`: synthesizes what deploys, builds the app, runs both, and says where everything is.
import { resolve } from 'node:path';
import { SynthesisError, synthesize } from '../assembly/synthesize';
import { type LocalCloud, startLocalCloud } from '../cloud';
import { PortTakenError } from '../gateway/port-taken-error';
import { lanAddresses } from '../settings/lan-addresses';
import { readSettings, SETTINGS_HELP, type Settings, SettingsError } from '../settings/settings';
import { buildApp } from './build-app';
import { startFleetProcess } from './fleet-process';
import { runningProcess } from './running-file';
import { startScreen } from './start-screen';

const startedAt = performance.now();
// The functions' own runtime is Node 22; on a laptop with Node 20 the SDK's advice to upgrade is noise.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const root = resolve(import.meta.dirname, '../..');

/** Ends with a message for a person, without a stack. */
function refuse(message: string): never {
  console.error(`\n${message}`);
  process.exit(1);
}

function settingsOrRefuse(): Settings {
  const argv = process.argv.slice(2);
  if (argv.includes('--help')) {
    console.log(`Usage: npm start [-- SETTINGS]\n${SETTINGS_HELP}`);
    process.exit(0);
  }
  try {
    return readSettings(argv, process.env);
  } catch (error) {
    if (error instanceof SettingsError) refuse(error.message);
    throw error;
  }
}

/** What the deployed backend would take from Amplify Hosting's environment variables. */
function backendEnvironment(): Record<string, string> {
  const { ADMIN_EMAILS } = process.env;
  return ADMIN_EMAILS ? { ADMIN_EMAILS } : {};
}

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const at = performance.now();
  process.stdout.write(`  ${name} …`);
  const result = await work();
  process.stdout.write(`\r  ${name} ${((performance.now() - at) / 1000).toFixed(1)} s \n`);
  return result;
}

const settings = settingsOrRefuse();
const other = runningProcess(settings.dataDirectory);
if (other) {
  refuse(
    `Fleetlight is already running on this data (process ${other.pid}): ${other.appUrl}\n--data DIR uses another.`,
  );
}

// A stop that comes while starting ends the process at once: nothing has been promised yet.
let cloud: LocalCloud | null = null;
let stopping = false;
async function stop(): Promise<void> {
  if (stopping || !cloud) process.exit(130);
  stopping = true;
  console.log('\nStopping …');
  await fleet?.stop();
  await cloud.stop();
  process.exit(0);
}
let fleet: ReturnType<typeof startFleetProcess> | null = null;
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

try {
  console.log('Fleetlight');
  const { directory } = await step('Synthesizing the backend', () =>
    synthesize({ rootDirectory: root, type: 'sandbox', env: backendEnvironment() }),
  );
  const app = settings.dev ? null : await step('Building the app', () => buildApp(root));
  cloud = await step('Starting the local cloud', () =>
    startLocalCloud({
      assemblyDirectory: directory,
      appDirectory: app?.directory ?? null,
      rootDirectory: root,
      dataDirectory: settings.dataDirectory,
      ports: { app: settings.appPort, aws: settings.awsPort, mqtt: settings.mqttPort },
      ...(settings.chaos ? { chaos: { duplicate: true, shuffle: true, seed: settings.seed } } : {}),
      lan: settings.lan ? { addresses: lanAddresses(), app: settings.lanApp } : null,
    }),
  );
  if (settings.fleet) fleet = startFleetProcess({ rootDirectory: root, settings });
  console.log(startScreen(cloud, settings, (performance.now() - startedAt) / 1000));
} catch (error) {
  await cloud?.stop();
  if (error instanceof PortTakenError || error instanceof SynthesisError) refuse(error.message);
  if (error instanceof Error && 'resolution' in error) refuse(`${error.message}\n${error.resolution}`);
  throw error;
}
