// What an operator does with a dead letter: sends it again or drops it.
import { defineFunction } from '@aws-amplify/backend';

export const deadLetterActions = defineFunction({
  name: 'dead-letter-actions',
  entry: './handler.ts',
  runtime: 22,
  architecture: 'arm64',
  timeoutSeconds: 15,
  memoryMB: 256,
  resourceGroupName: 'data',
  logging: { format: 'json', level: 'info', retention: '1 month' },
});
