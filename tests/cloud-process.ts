// A local cloud in a process of its own, for tests that kill it:
// `tsx cloud-process.ts ASSEMBLY APP DATA APP_PORT AWS_PORT MQTT_PORT`. It prints `ready` once it serves.
import { join } from 'node:path';
import { startLocalCloud } from '../local/cloud';

// Whoever started it may die without a word; it does not stay behind.
process.stdin.on('end', () => process.exit(1)).resume();
const [assemblyDirectory = '', appDirectory = '', dataDirectory = '', app, aws, mqtt] = process.argv.slice(2);
await startLocalCloud({
  assemblyDirectory,
  appDirectory,
  rootDirectory: join(import.meta.dirname, '..'),
  dataDirectory,
  ports: { app: Number(app), aws: Number(aws), mqtt: Number(mqtt) },
  lan: null,
});
console.log('ready');
