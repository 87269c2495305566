// Presence: from the broker's lifecycle events, readings and silence to what the API shows. The functions of this folder are
// the one writer of DevicePresence.
import { defineFunction } from '@aws-amplify/backend';

export const coreStatus = defineFunction({
  name: 'core-status',
  entry: './handler.ts',
  runtime: 22,
  architecture: 'arm64',
  timeoutSeconds: 30,
  memoryMB: 256,
  resourceGroupName: 'data',
  logging: { format: 'json', level: 'info', retention: '1 month' },
});

export const presenceSweep = defineFunction({
  name: 'presence-sweep',
  entry: './sweep-handler.ts',
  schedule: 'every 1m',
  runtime: 22,
  architecture: 'arm64',
  timeoutSeconds: 60,
  memoryMB: 256,
  resourceGroupName: 'data',
  logging: { format: 'json', level: 'info', retention: '1 month' },
});

export const presenceCensus = defineFunction({
  name: 'presence-census',
  entry: './census-handler.ts',
  schedule: 'every 5m',
  runtime: 22,
  architecture: 'arm64',
  timeoutSeconds: 240,
  memoryMB: 512,
  resourceGroupName: 'data',
  logging: { format: 'json', level: 'info', retention: '1 month' },
});
