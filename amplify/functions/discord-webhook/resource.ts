// The channel: from the transitions of devices to messages in Discord. It lives in the stack of the queues' functions.
import { defineFunction, secret } from '@aws-amplify/backend';

export const discordWebhook = defineFunction({
  name: 'discord-webhook',
  entry: './handler.ts',
  runtime: 22,
  architecture: 'arm64',
  timeoutSeconds: 30,
  memoryMB: 256,
  resourceGroupName: 'ingestion',
  environment: { DISCORD_WEBHOOK_URL: secret('DISCORD_WEBHOOK_URL') },
  logging: { format: 'json', level: 'info', retention: '1 month' },
});
