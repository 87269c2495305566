// A process that runs a given assembly: `npm start` runs only what it has synthesized itself.

import { buildApp } from '../local/cli/build-app';
import { type LocalCloud, startLocalCloud } from '../local/cloud';
import { ROOT } from '../tests/test-cloud';

const [assemblyDirectory = '', dataDirectory = ''] = process.argv.slice(2);

let cloud: LocalCloud | null = null;
process.on('SIGTERM', async () => {
  await cloud?.stop();
  process.exit(0);
});
// Built, as `npm start` serves it: Vite's own server takes half a gigabyte.
const { directory: appDirectory } = await buildApp(ROOT);
cloud = await startLocalCloud({
  assemblyDirectory,
  appDirectory,
  rootDirectory: ROOT,
  dataDirectory,
  ports: { app: 0, aws: 0, mqtt: 0 },
  lan: null,
});
console.log('Ready after its start.');
