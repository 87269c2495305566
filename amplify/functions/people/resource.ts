// Who may use the dashboard: the admins' view of the user pool.
import { defineFunction } from '@aws-amplify/backend';

export const people = defineFunction({
  name: 'people',
  entry: './handler.ts',
  runtime: 22,
  architecture: 'arm64',
  timeoutSeconds: 15,
  memoryMB: 256,
  resourceGroupName: 'data',
  logging: { format: 'json', level: 'info', retention: '1 month' },
});
