// `npm run reset`: wipes the data folder.
import { rmSync } from 'node:fs';
import { readSettings, SettingsError } from '../settings/settings';
import { runningProcess } from './running-file';

try {
  const { dataDirectory } = readSettings(process.argv.slice(2), process.env);
  const running = runningProcess(dataDirectory);
  if (running) {
    console.error(`Fleetlight is running on this data (process ${running.pid}). Stop it first, then reset.`);
    process.exit(1);
  }
  rmSync(dataDirectory, { recursive: true, force: true });
  console.log('Wiped. The next start begins with nothing: new people, new certificates, no readings.');
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exit(1);
}
