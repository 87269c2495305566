// What admins set of the channel. The webhook's address comes in and never goes out.
import { defineFunction, secret } from '@aws-amplify/backend';

export const discordSettings = defineFunction({
  name: 'discord-settings',
  entry: './handler.ts',
  runtime: 22,
  architecture: 'arm64',
  timeoutSeconds: 15,
  memoryMB: 256,
  resourceGroupName: 'data',
  environment: { DISCORD_WEBHOOK_URL: secret('DISCORD_WEBHOOK_URL') },
  logging: { format: 'json', level: 'info', retention: '1 month' },
});
