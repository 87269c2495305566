// `npm run device:publish -- NAME PAYLOAD`: publishes one reading as a device that `device:add` made.
import { join } from 'node:path';
import { isThingName } from '../../domain/telemetry/thing-names';
import { deviceFiles } from '../fleet/things/device-files';
import { publishOnce } from '../fleet/things/publish-once';
import { SettingsError } from '../settings/settings';
import { dataFlag, readCommand } from './read-command';
import { NotRunningError, runningCloud } from './running-cloud';

const USAGE = `Usage: npm run device:publish -- NAME '{"temperature":21}' [--data DIR]
Publishes the payload, in quotes, to NAME/telemetry, as the device that device:add made in DIR (.data).`;

try {
  const { words, dataDirectory, help } = readCommand(process.argv.slice(2), process.env);
  if (help) {
    console.log(USAGE);
    process.exit(0);
  }
  const [name = '', payload, ...more] = words;
  // More words than two are a payload that the shell took apart.
  if (payload === undefined || more.length > 0 || !isThingName(name)) {
    console.error(USAGE);
    process.exit(2);
  }
  const cloud = runningCloud(dataDirectory);
  const identity = deviceFiles(join(dataDirectory, 'devices'), name).read();
  if (!identity) {
    console.error(
      `There is no device ${name} here. Add it first: npm run device:add -- ${name}${dataFlag(dataDirectory)}`,
    );
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
