// A process that runs a given assembly: `npm start` runs only what it has synthesized itself.
import { type LocalCloud, startLocalCloud } from '../local/cloud';
import { ROOT } from '../tests/test-cloud';

const [assemblyDirectory = '', dataDirectory = ''] = process.argv.slice(2);

let cloud: LocalCloud | null = null;
process.on('SIGTERM', async () => {
  await cloud?.stop();
  process.exit(0);
});
cloud = await startLocalCloud({
  assemblyDirectory,
  // The page is not measured here; Vite serves nothing until it is asked.
  appDirectory: null,
  rootDirectory: ROOT,
  dataDirectory,
  ports: { app: 0, aws: 0, mqtt: 0 },
  lan: null,
});
console.log('Ready after its start.');
