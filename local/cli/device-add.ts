// `npm run device:add -- NAME`: a thing with a certificate of its own, and the files a device needs.
import { join } from 'node:path';
import { isThingName } from '../../domain/telemetry/thing-names';
import { deviceFiles } from '../fleet/things/device-files';
import { iotClient } from '../fleet/things/iot-client';
import { CertificateDisabledError, provisionThing } from '../fleet/things/provision-thing';
import { SettingsError } from '../settings/settings';
import { dataFlag, readCommand, shortPath } from './read-command';
import { NotRunningError, runningCloud } from './running-cloud';

const USAGE = `Usage: npm run device:add -- NAME [--data DIR]
NAME becomes the thing's name and the MQTT client id: 1-128 letters, digits or : _ -
Makes the thing, its certificate and its policy in the local cloud that runs on DIR (.data), writes the device's files
below DIR/devices/NAME, and prints how to publish.`;

try {
  const { words, dataDirectory, help } = readCommand(process.argv.slice(2), process.env);
  if (help) {
    console.log(USAGE);
    process.exit(0);
  }
  const [name = '', ...more] = words;
  if (!isThingName(name) || more.length > 0) {
    console.error(words.length > 0 ? `${JSON.stringify(words.join(' '))} cannot be a device's name.\n${USAGE}` : USAGE);
    process.exit(2);
  }
  const cloud = runningCloud(dataDirectory);
  const files = deviceFiles(join(dataDirectory, 'devices'), name);
  const { outcome } = await provisionThing(iotClient(cloud), name, files, { ...cloud, keys: 'cloud' });

  console.log(
    [
      outcome === 'created' ? `Added ${name}.` : `${name} was added before; its files are still good.`,
      '',
      `  Files        ${shortPath(files.directory)}  (private.key is the only copy)`,
      `  Broker       ${cloud.mqttHost}:${cloud.mqttPort}, MQTT over TLS, client id ${name}`,
      `  Topic        ${name}/telemetry`,
      '',
      'Publish a reading:',
      '',
      `  mosquitto_pub --cafile ${shortPath(files.caPath)} --cert ${shortPath(files.certificatePath)} --key ${shortPath(files.privateKeyPath)} \\`,
      `    -h ${cloud.mqttHost} -p ${cloud.mqttPort} -i ${name} -t ${name}/telemetry -q 1 -m '{"temperature":21}'`,
      '',
      'or without mosquitto:',
      '',
      `  npm run device:publish -- ${name} '{"temperature":21}'${dataFlag(dataDirectory)}`,
    ].join('\n'),
  );
} catch (error) {
  const expected = [NotRunningError, SettingsError, CertificateDisabledError].some((type) => error instanceof type);
  if (!expected) throw error;
  console.error((error as Error).message);
  process.exit(1);
}
