// Gives the messages of a queue to a function.
import { Duration } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** How messages reach a function; `timeoutSeconds` is the function's own. */
export interface Delivery {
  timeoutSeconds: number;
  batchSize: number;
  batchWindowSeconds: number;
  maxConcurrency: number;
}

/**
 * Returns how long a delivered message must stay hidden: six times the function's timeout, or a slow batch is delivered
 * twice (AWS Lambda: SQS event sources).
 */
export function hiddenFor(timeoutSeconds: number): Duration {
  return Duration.seconds(timeoutSeconds * 6);
}

/** Feeds `target` from `queue` with partial batch failures, and lets it read that queue and no other. */
export function consumeQueue(
  scope: Construct,
  name: string,
  queue: Queue,
  target: IFunction,
  { batchSize, batchWindowSeconds, maxConcurrency }: Delivery,
): void {
  const consume = new Policy(scope, `${name}Consume`, {
    statements: [
      new PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: [queue.queueArn],
      }),
    ],
  });
  if (!target.role) throw new Error(`The function behind ${name} has no role to grant its queue to.`);
  consume.attachToRole(target.role);
  const mapping = new EventSourceMapping(scope, `${name}Mapping`, {
    target,
    eventSourceArn: queue.queueArn,
    batchSize,
    maxBatchingWindow: batchWindowSeconds ? Duration.seconds(batchWindowSeconds) : undefined,
    maxConcurrency,
    reportBatchItemFailures: true,
  });
  mapping.node.addDependency(consume);
}
