// Runs when a sign-up is confirmed. ADMIN_EMAILS is taken from the environment of the deployment.
import { defineFunction } from '@aws-amplify/backend';

export const admitAdmins = defineFunction({
  name: 'admit-admins',
  entry: './handler.ts',
  runtime: 22,
  architecture: 'arm64',
  timeoutSeconds: 5,
  memoryMB: 256,
  environment: { ADMIN_EMAILS: process.env.ADMIN_EMAILS ?? '' },
  resourceGroupName: 'auth',
  logging: { format: 'json', level: 'info', retention: '1 month' },
});
