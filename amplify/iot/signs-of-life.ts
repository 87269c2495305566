// Signs of life: from core-telemetry, which hears things, to core-status, which alone writes presence.
import { Duration } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { consumeQueue, hiddenFor } from './consume-queue';

const TIMEOUT_SECONDS = 30;
// A sign that nobody took by then says nothing of now. The next look at the thing finds its readings, so none is kept.
const KEPT_FOR = Duration.minutes(10);

/**
 * Makes the queue between the two functions, in their own stack: the queue of the broker's events is in another, which
 * needs this one. It has no dead letters.
 */
export function reportSignsOfLife(
  scope: Construct,
  sender: { resources: { lambda: IFunction }; addEnvironment(name: string, value: string): void },
  receiver: IFunction,
): void {
  const queue = new Queue(scope, 'SignsOfLifeQueue', {
    visibilityTimeout: hiddenFor(TIMEOUT_SECONDS),
    retentionPeriod: KEPT_FOR,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  });
  consumeQueue(scope, 'SignsOfLife', queue, receiver, {
    timeoutSeconds: TIMEOUT_SECONDS,
    batchSize: 10,
    batchWindowSeconds: 0,
    maxConcurrency: 2,
  });
  sender.addEnvironment('SIGNS_OF_LIFE_QUEUE_URL', queue.queueUrl);
  const send = new Policy(scope, 'SendSignsOfLife', {
    statements: [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] })],
  });
  if (!sender.resources.lambda.role) throw new Error('The function that sends signs of life has no role.');
  send.attachToRole(sender.resources.lambda.role);
}
