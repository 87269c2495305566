// discord-settings: answers the API's operations on the channel. The API lets admins only in. No log and no answer holds
// the webhook's address.
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { makeLog } from '../shared/logger';
import { readEnvironment } from '../shared/read-environment';
import type { ResolverEvent } from '../shared/resolver-event';
import { tableClient } from '../shared/table-client';
import { channelPorts } from './channel-ports';
import { getChannel, muteDevice, type ShownChannel, saveSettings, sendTest, setWebhook } from './manage-channel';

const settings = readEnvironment(process.env, [
  'NOTIFICATION_CHANNEL_TABLE',
  'NOTIFICATION_SENDER_TABLE',
  'DISCORD_QUEUE_URL',
  'WEBHOOK_PARAMETER',
]);
const log = makeLog('discord-settings');
const ports = channelPorts({
  client: tableClient(),
  sqs: new SQSClient({}),
  ssm: new SSMClient({}),
  channelTable: settings.NOTIFICATION_CHANNEL_TABLE,
  senderTable: settings.NOTIFICATION_SENDER_TABLE,
  queueUrl: settings.DISCORD_QUEUE_URL,
  parameter: settings.WEBHOOK_PARAMETER,
  env: process.env,
});

interface Arguments {
  url?: string | null;
  thingName?: string;
  until?: number;
}

/** Answers one operation of the API. Throws DiscordChangeRefused with words for a person. */
export async function handler(event: ResolverEvent<Arguments>): Promise<ShownChannel> {
  const { url = null, thingName = '', until = 0 } = event.arguments;
  if (event.fieldName !== 'getDiscordChannel') {
    log.info('Changing the channel.', { caller: event.identity?.username ?? '', operation: event.fieldName });
  }
  switch (event.fieldName) {
    case 'getDiscordChannel':
      return getChannel(ports);
    case 'setDiscordWebhook':
      return setWebhook(url, ports);
    case 'saveDiscordSettings':
      return saveSettings(event.arguments, ports);
    case 'muteDevice':
      return muteDevice(thingName, until, ports);
    case 'sendDiscordTest':
      return sendTest(ports);
    default:
      throw new Error(`The discord-settings function does not answer ${event.fieldName}.`);
  }
}
