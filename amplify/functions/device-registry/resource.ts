// Takes devices away: certificates, things and rows.
import { defineFunction } from '@aws-amplify/backend';

export const deviceRegistry = defineFunction({
  name: 'device-registry',
  entry: './handler.ts',
  runtime: 22,
  architecture: 'arm64',
  timeoutSeconds: 30,
  memoryMB: 256,
  resourceGroupName: 'data',
  logging: { format: 'json', level: 'info', retention: '1 month' },
});
