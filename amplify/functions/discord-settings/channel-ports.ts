// The services behind the ports of discord-settings.
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { DeleteParameterCommand, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { CHANNEL_ID, parseChannelSettings } from '../../../domain/discord/channel-settings';
import { parseSenderRow } from '../../../domain/discord/delivery';
import { fromItem, modelAttributes, toItem } from '../shared/table-row';
import { readWebhook } from '../shared/webhook-secret';
import type { ChannelPorts } from './manage-channel';

interface ChannelServices {
  client: DynamoDBClient;
  sqs: SQSClient;
  ssm: SSMClient;
  channelTable: string;
  senderTable: string;
  queueUrl: string;
  parameter: string;
  env: Readonly<Record<string, string | undefined>>;
}

/** Makes the ports. */
export function channelPorts(services: ChannelServices): ChannelPorts {
  const { client, sqs, ssm, channelTable, senderTable, queueUrl, parameter, env } = services;
  const read = async (TableName: string) => {
    const Key = toItem({ channelId: CHANNEL_ID });
    const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    return Item && fromItem(Item);
  };
  return {
    now: Date.now,
    webhook: () => readWebhook(ssm, parameter, env),
    setWebhook: async (url) => {
      if (url !== null) {
        const how = { Type: 'SecureString', Overwrite: true } as const;
        await ssm.send(new PutParameterCommand({ Name: parameter, Value: url, ...how }));
        return;
      }
      try {
        await ssm.send(new DeleteParameterCommand({ Name: parameter }));
      } catch (error) {
        if (!(error instanceof Error && error.name === 'ParameterNotFound')) throw error;
      }
    },
    settings: async () => parseChannelSettings(await read(channelTable)),
    saveSettings: async ({ transitions, sites, quiet, mutes, appUrl }) => {
      const row = {
        channelId: CHANNEL_ID,
        transitions,
        sites,
        quietFrom: quiet?.from,
        quietUntil: quiet?.until,
        timeZone: quiet?.timeZone,
        mutes,
        appUrl,
        ...modelAttributes('NotificationChannel', Date.now()),
      };
      await client.send(new PutItemCommand({ TableName: channelTable, Item: toItem(row) }));
    },
    sender: async () => parseSenderRow(await read(senderTable)),
    requestTest: async () => {
      const MessageBody = JSON.stringify({ kind: 'test', askedAt: Date.now() });
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody, DelaySeconds: 0 }));
    },
  };
}
