// `npm run device:add -- NAME`: a thing with a certificate of its own, and the files a device needs.
import { join, relative } from 'node:path';
import { isThingName } from '../../domain/telemetry/thing-names';
import { deviceFiles } from '../fleet/things/device-files';
import { iotClient } from '../fleet/things/iot-client';
import { CertificateDisabledError, provisionThing } from '../fleet/things/provision-thing';
import { readSettings, SettingsError } from '../settings/settings';
import { NotRunningError, runningCloud } from './running-cloud';

const USAGE = `Usage: npm run device:add -- NAME
NAME becomes the thing's name and the MQTT client id: 1-128 letters, digits or : _ -`;

try {
  const [name, ...settings] = process.argv.slice(2);
  if (!name || !isThingName(name)) {
    console.error(name ? `${JSON.stringify(name)} cannot be a device's name.\n${USAGE}` : USAGE);
    process.exit(2);
  }
  const { dataDirectory } = readSettings(settings, process.env);
  const cloud = runningCloud(dataDirectory);
  const files = deviceFiles(join(dataDirectory, 'devices'), name);
  const { outcome } = await provisionThing(iotClient(cloud), name, files, { ...cloud, keys: 'cloud' });

  const here = (path: string) => {
    const path_ = relative(process.cwd(), path);
    return path_.startsWith('..') ? path : path_;
  };
  console.log(
    [
      outcome === 'created' ? `Added ${name}.` : `${name} was added before; its files are still good.`,
      '',
      `  Files        ${here(files.directory)}  (private.key is the only copy)`,
      `  Broker       ${cloud.mqttHost}:${cloud.mqttPort}, MQTT over TLS, client id ${name}`,
      `  Topic        ${name}/telemetry`,
      '',
      'Publish a reading:',
      '',
      `  mosquitto_pub --cafile ${here(files.caPath)} --cert ${here(files.certificatePath)} --key ${here(files.privateKeyPath)} \\`,
      `    -h ${cloud.mqttHost} -p ${cloud.mqttPort} -i ${name} -t ${name}/telemetry -q 1 -m '{"temperature":21}'`,
      '',
      'or without mosquitto:',
      '',
      `  npm run device:publish -- ${name} '{"temperature":21}'`,
    ].join('\n'),
  );
} catch (error) {
  const expected = [NotRunningError, SettingsError, CertificateDisabledError].some((type) => error instanceof type);
  if (!expected) throw error;
  console.error((error as Error).message);
  process.exit(1);
}
