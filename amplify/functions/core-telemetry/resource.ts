// Readings: from the telemetry queue to the tables and to open pages.
import { defineFunction } from '@aws-amplify/backend';

export const coreTelemetry = defineFunction({
  name: 'core-telemetry',
  entry: './handler.ts',
  runtime: 22,
  architecture: 'arm64',
  timeoutSeconds: 30,
  memoryMB: 512,
  resourceGroupName: 'data',
  logging: { format: 'json', level: 'info', retention: '1 month' },
});
