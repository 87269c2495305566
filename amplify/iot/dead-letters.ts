// Dead letters: from every dead-letter queue to the function that makes them visible, and back to the queues.
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { consumeQueue } from './consume-queue';
import { type FunctionQueue, KEEPING_SECONDS } from './queued-rule';

/** A queue whose dead letters are watched, and the function that reads the queue. */
interface WatchedQueue extends FunctionQueue {
  reader: IFunction;
}

/**
 * Feeds every dead letter to `keeper`, under whose stack all this must stand, and lets `sender` put messages back on
 * exactly these queues. What `keeper` cannot store stays where it is: dead-letter queues have no dead letters.
 */
export function watchDeadLetters(
  scope: Construct,
  keeper: { resources: { lambda: IFunction }; addEnvironment(name: string, value: string): void },
  sender: IFunction,
  watched: Record<'TELEMETRY' | 'PRESENCE' | 'DISCORD', WatchedQueue>,
): void {
  for (const [name, { queue, deadLetters, attempts, reader }] of Object.entries(watched)) {
    keeper.addEnvironment(`${name}_DEAD_LETTERS_ARN`, deadLetters.queueArn);
    keeper.addEnvironment(`${name}_QUEUE_URL`, queue.queueUrl);
    keeper.addEnvironment(`${name}_FUNCTION`, reader.functionName);
    keeper.addEnvironment(`${name}_ATTEMPTS`, String(attempts));
    const part = `${name.charAt(0)}${name.slice(1).toLowerCase()}DeadLetters`;
    consumeQueue(scope, part, deadLetters, keeper.resources.lambda, {
      timeoutSeconds: KEEPING_SECONDS,
      batchSize: 10,
      batchWindowSeconds: 0,
      maxConcurrency: 2,
    });
  }
  const resend = new Policy(scope, 'ResendDeadLetters', {
    statements: [
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        resources: Object.values(watched).map(({ queue }) => queue.queueArn),
      }),
    ],
  });
  if (!sender.role) throw new Error('The function that sends dead letters again has no role.');
  resend.attachToRole(sender.role);
}
