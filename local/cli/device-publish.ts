// `npm run device:publish -- NAME PAYLOAD`: publishes one reading as a device that `device:add` made.
import { join } from 'node:path';
import { isThingName } from '../../domain/telemetry/thing-names';
import { deviceFiles } from '../fleet/things/device-files';
import { publishOnce } from '../fleet/things/publish-once';
import { readSettings, SettingsError } from '../settings/settings';
import { NotRunningError, runningCloud } from './running-cloud';

const USAGE = `Usage: npm run device:publish -- NAME '{"temperature":21}'`;

try {
  const [name, payload, ...settings] = process.argv.slice(2);
  // A setting in the payload's place means that the payload was forgotten.
  if (!name || payload === undefined || payload.startsWith('--') || !isThingName(name)) {
    console.error(USAGE);
    process.exit(2);
  }
  const { dataDirectory } = readSettings(settings, process.env);
  const cloud = runningCloud(dataDirectory);
  const identity = deviceFiles(join(dataDirectory, 'devices'), name).read();
  if (!identity) {
    console.error(`There is no device ${name} here. Add it first: npm run device:add -- ${name}`);
    process.exit(1);
  }
  const topic = `${name}/telemetry`;
  const outcome = await publishOnce(cloud, identity, { topic, payload });
  if (!outcome.ok) {
    console.error(`Not published to ${topic}: ${outcome.problem}.`);
    process.exit(1);
  }
  console.log(`Published to ${topic}: acknowledged.`);
} catch (error) {
  if (!(error instanceof NotRunningError || error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exit(1);
}
