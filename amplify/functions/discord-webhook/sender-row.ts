// The one row that says who sends, when, and what became of it: every change is conditional on who may make it.
import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { CHANNEL_ID } from '../../../domain/discord/channel-settings';
import { parseSenderRow, type SenderState } from '../../../domain/discord/delivery';
import { isConditionFailure } from '../shared/dynamo-table';
import { modelAttributes, toItem } from '../shared/table-row';
import type { NotificationStore } from './ports';

interface SenderTable {
  client: DynamoDBClient;
  table: string;
  now: () => number;
  get: () => Promise<Record<string, unknown> | undefined>;
}

type Changes = Record<string, string | number | null>;

/** Makes the part of the store that keeps the sender. */
export function senderRow({
  client,
  table,
  now,
  get,
}: SenderTable): Pick<NotificationStore, 'sender' | 'openWindow' | 'lease' | 'release' | 'saveSender'> {
  /** False when `condition` did not hold. */
  async function change(changes: Changes, condition: string, values: Record<string, unknown>): Promise<boolean> {
    const { __typename, createdAt, updatedAt } = modelAttributes('NotificationSender', now());
    const entries = Object.entries({ ...changes, __typename, updatedAt });
    const set = entries.filter(([, value]) => value !== null);
    const remove = entries.filter(([, value]) => value === null);
    const assignments = [
      ...set.map(([name]) => `#${name} = :new_${name}`),
      '#createdAt = if_not_exists(#createdAt, :created)',
    ];
    const names = [...entries.map(([name]) => name), 'createdAt'];
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: toItem({ channelId: CHANNEL_ID }),
          UpdateExpression: [
            `SET ${assignments.join(', ')}`,
            ...(remove.length > 0 ? [`REMOVE ${remove.map(([name]) => `#${name}`).join(', ')}`] : []),
          ].join(' '),
          ConditionExpression: condition,
          ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: toItem({
            ...Object.fromEntries(set.map(([name, value]) => [`:new_${name}`, value])),
            ':created': createdAt,
            ...values,
          }),
        }),
      );
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }
  return {
    sender: async () => parseSenderRow(await get()),
    openWindow: (flushAt, stuckBefore) =>
      change({ flushAt }, 'attribute_not_exists(flushAt) OR flushAt < :stuck', { ':stuck': stuckBefore }),
    lease: (leaseOwner, nowMs, leaseUntil) =>
      change({ leaseOwner, leaseUntil }, 'attribute_not_exists(leaseUntil) OR leaseUntil <= :now', { ':now': nowMs }),
    release: async (owner) => {
      // Who holds it meanwhile keeps it.
      await change({ leaseOwner: null, leaseUntil: null }, 'leaseOwner = :owner', { ':owner': owner });
    },
    saveSender: async (owner: string, changes: Partial<SenderState>) => {
      const saved = await change({ ...changes }, 'leaseOwner = :owner', { ':owner': owner });
      if (!saved) throw new Error('Another sender took over.');
    },
  };
}
