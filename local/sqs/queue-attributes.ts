// GetQueueAttributes.
import { AwsError } from '../gateway/aws-service';
import type { DurableQueue } from './durable-queue';
import { type Fields, readNames } from './read-request';

/** The attributes that were asked for, all values as text. Throws AwsError `InvalidAttributeName`. */
export function getQueueAttributes(queue: DurableQueue, fields: Fields): object {
  const asked = readNames(fields, 'AttributeNames');
  if (asked.length === 0) return {};
  const all = attributesOf(queue);
  if (asked.includes('All')) return { Attributes: all };
  const picked = asked.map((name) => {
    const value = Object.hasOwn(all, name) ? all[name] : OPTIONAL.has(name) ? undefined : null;
    if (value === null) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    return [name, value] as const;
  });
  return { Attributes: Object.fromEntries(picked.filter(([, value]) => value !== undefined)) };
}

// Known names that this queue may have nothing to say about.
const OPTIONAL = new Set(['RedrivePolicy', 'Policy', 'RedriveAllowPolicy', 'KmsMasterKeyId']);

function attributesOf(queue: DurableQueue): Record<string, string> {
  const { settings } = queue;
  const counts = queue.counts();
  const attributes: Record<string, number | string> = {
    QueueArn: settings.arn,
    ApproximateNumberOfMessages: counts.available,
    ApproximateNumberOfMessagesNotVisible: counts.inFlight,
    ApproximateNumberOfMessagesDelayed: counts.delayed,
    VisibilityTimeout: settings.visibilityTimeoutMs / 1000,
    MaximumMessageSize: settings.maximumMessageBytes,
    MessageRetentionPeriod: settings.retentionMs / 1000,
    DelaySeconds: settings.delayMs / 1000,
    ReceiveMessageWaitTimeSeconds: settings.receiveWaitMs / 1000,
  };
  if (settings.redrive) {
    attributes.RedrivePolicy = JSON.stringify({
      deadLetterTargetArn: settings.redrive.deadLetterArn,
      maxReceiveCount: settings.redrive.maxReceiveCount,
    });
  }
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, String(value)]));
}
