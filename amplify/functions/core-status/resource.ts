// Presence: from the broker's lifecycle events to what the API shows.
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
