// The queue of the channel: what happened waits a few seconds, so that a device that comes back at once is no news.
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { consumeQueue } from './consume-queue';
import { type FunctionQueue, queueWithDeadLetters } from './queued-rule';

const TIMEOUT_SECONDS = 30;
// Presence events come out of order: wait about 5 seconds, then read the state again (AWS IoT Core: lifecycle events).
const DELAY_SECONDS = 5;
// Returned messages wait ever longer, up to 15 minutes: about four hours in all.
const ATTEMPTS = 36;

/** Makes the queue, which anything may be told to feed. */
export function discordQueue(scope: Construct): FunctionQueue {
  const how = { timeoutSeconds: TIMEOUT_SECONDS, delaySeconds: DELAY_SECONDS, attempts: ATTEMPTS };
  return queueWithDeadLetters(scope, 'Discord', how);
}

/** Feeds `reader` from the queue, and lets it put messages back on it, return them for longer, and bury what is hopeless. */
export function feedDiscord(
  scope: Construct,
  { queue, deadLetters }: FunctionQueue,
  reader: { resources: { lambda: IFunction }; addEnvironment(name: string, value: string): void },
): void {
  reader.addEnvironment('DISCORD_QUEUE_URL', queue.queueUrl);
  reader.addEnvironment('DISCORD_DEAD_LETTERS_URL', deadLetters.queueUrl);
  const { lambda } = reader.resources;
  consumeQueue(scope, 'Discord', queue, lambda, {
    timeoutSeconds: TIMEOUT_SECONDS,
    batchSize: 100,
    batchWindowSeconds: 1,
    maxConcurrency: 2,
  });
  const again = new Policy(scope, 'DiscordAgain', {
    statements: [
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn, deadLetters.queueArn] }),
      new PolicyStatement({ actions: ['sqs:ChangeMessageVisibility'], resources: [queue.queueArn] }),
    ],
  });
  if (!lambda.role) throw new Error('discord-webhook has no role.');
  again.attachToRole(lambda.role);
}
