// `npm run reset`: wipes the data folder.
import { rmSync } from 'node:fs';
import { SettingsError } from '../settings/settings';
import { readCommand } from './read-command';
import { runningProcess } from './running-file';

const USAGE = `Usage: npm run reset [-- --data DIR]
Wipes DIR (.data): people, certificates, devices, readings. Fleetlight must not be running on it.`;

try {
  const { words, dataDirectory, help } = readCommand(process.argv.slice(2), process.env);
  if (help || words.length > 0) {
    console[help ? 'log' : 'error'](USAGE);
    process.exit(help ? 0 : 2);
  }
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
