// The local cloud that runs on a data folder, as the commands beside it reach it: its addresses and its administrator.
import { openAccessKeys } from '../gateway/access-keys';
import { dataFlag } from './read-command';
import { type RunningFile, runningProcess } from './running-file';

export interface RunningCloud extends RunningFile {
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** No local cloud runs on the data folder; the message says what to do. */
export class NotRunningError extends Error {
  override name = 'NotRunningError';
  constructor(dataDirectory: string) {
    const flag = dataFlag(dataDirectory);
    super(
      flag
        ? `Fleetlight is not running on ${dataDirectory}. Start it first: npm start --${flag}`
        : 'Fleetlight is not running. Start it first: npm start',
    );
  }
}

/** Returns the local cloud that runs on `dataDirectory`. Throws NotRunningError. */
export function runningCloud(dataDirectory: string): RunningCloud {
  const running = runningProcess(dataDirectory);
  if (!running) throw new NotRunningError(dataDirectory);
  // Listening on every address is not an address to connect to.
  const mqttHost = running.mqttHost === '0.0.0.0' ? '127.0.0.1' : running.mqttHost;
  return { ...running, mqttHost, credentials: openAccessKeys(dataDirectory, Date.now).administrator };
}
