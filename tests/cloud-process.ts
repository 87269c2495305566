// A local cloud in a process of its own, for tests that kill it: `tsx cloud-process.ts ASSEMBLY DATA AWS_PORT MQTT_PORT`. It
// has no app but a blank page, and prints `ready` once it serves.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalCloud } from '../local/cloud';

// Whoever started it may die without a word; it does not stay behind.
process.stdin.on('end', () => process.exit(1)).resume();
const [assemblyDirectory = '', dataDirectory = '', awsPort, mqttPort] = process.argv.slice(2);
const appDirectory = join(dataDirectory, 'blank-app');
mkdirSync(appDirectory, { recursive: true });
writeFileSync(join(appDirectory, 'index.html'), '<!doctype html><title>Blank</title>');
await startLocalCloud({
  assemblyDirectory,
  appDirectory,
  rootDirectory: join(import.meta.dirname, '..'),
  dataDirectory,
  ports: { app: 0, aws: Number(awsPort), mqtt: Number(mqttPort) },
  lan: null,
});
console.log('ready');
