// Dead letters: from the dead-letter queues to rows that an operator sees. It lives in the stack of the queues, whose
// addresses it must know.
import { defineFunction } from '@aws-amplify/backend';

export const deadLetters = defineFunction({
  name: 'dead-letters',
  entry: './handler.ts',
  runtime: 22,
  architecture: 'arm64',
  timeoutSeconds: 30,
  memoryMB: 256,
  resourceGroupName: 'ingestion',
  logging: { format: 'json', level: 'info', retention: '1 month' },
});
