// One IoT rule that feeds one function through a queue. Rule, queue, permission and mapping live in the stack that owns
// the queue: from another nested stack they would make the stacks circular.
import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnTopicRule } from 'aws-cdk-lib/aws-iot';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { consumeQueue, type Delivery, hiddenFor } from './consume-queue';

/** A function's queue, and who may put what on it. */
export interface FunctionQueue {
  queue: Queue;
  deadLetters: Queue;
  /** How often a message is delivered before it is moved to the dead letters. */
  attempts: number;
  /** What IoT rules of this account may be; each rule that feeds the queue is granted what it needs. */
  ruleRole: Role;
}

const DELIVERY_ATTEMPTS = 5;
/** The time that keeping a batch of dead letters may take. */
export const KEEPING_SECONDS = 30;

/** Makes a standard queue with dead letters, and feeds `target` from it with partial batch failures. */
export function queueForFunction(scope: Construct, name: string, target: IFunction, options: Delivery): FunctionQueue {
  const made = queueWithDeadLetters(scope, name, options);
  consumeQueue(scope, name, made.queue, target, options);
  return made;
}

/**
 * Makes a standard queue with dead letters, and the role by which rules may feed it. Every message is hidden for
 * `delaySeconds` first, and given up after `attempts` deliveries, 5 unless said otherwise.
 */
export function queueWithDeadLetters(
  scope: Construct,
  name: string,
  options: { timeoutSeconds: number; delaySeconds?: number; attempts?: number },
): FunctionQueue {
  const { timeoutSeconds, delaySeconds, attempts = DELIVERY_ATTEMPTS } = options;
  const stack = Stack.of(scope);
  const deadLetters = new Queue(scope, `${name}DeadLetters`, {
    visibilityTimeout: hiddenFor(KEEPING_SECONDS),
    retentionPeriod: Duration.days(14),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  });
  const queue = new Queue(scope, `${name}Queue`, {
    visibilityTimeout: hiddenFor(timeoutSeconds),
    deliveryDelay: delaySeconds ? Duration.seconds(delaySeconds) : undefined,
    retentionPeriod: Duration.days(4),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: attempts },
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  });
  const ruleRole = new Role(scope, `${name}RuleRole`, {
    assumedBy: new ServicePrincipal('iot.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'iot', resource: 'rule', resourceName: '*' }) },
      },
    }),
  });
  return { queue, deadLetters, attempts, ruleRole };
}

/**
 * Adds the rule that wraps what `sql` selects and puts it on the first queue, and on the others as well. What fails goes
 * to the first one's dead letters, in one report for all queues; dead-letters makes a letter of each queue out of it.
 */
export function ruleToQueue(
  scope: Construct,
  name: string,
  rule: { sql: string; description: string; enabled: boolean },
  ...[first, ...others]: [FunctionQueue, ...FunctionQueue[]]
): CfnTopicRule {
  for (const { queue, ruleRole } of [first, ...others]) maySend(ruleRole, queue);
  maySend(first.ruleRole, first.deadLetters);
  return new CfnTopicRule(scope, name, {
    topicRulePayload: {
      sql: rule.sql,
      awsIotSqlVersion: '2016-03-23',
      description: rule.description,
      ruleDisabled: !rule.enabled,
      actions: [first, ...others].map(({ queue, ruleRole }) => ({
        sqs: { queueUrl: queue.queueUrl, roleArn: ruleRole.roleArn, useBase64: false },
      })),
      errorAction: {
        sqs: { queueUrl: first.deadLetters.queueUrl, roleArn: first.ruleRole.roleArn, useBase64: false },
      },
    },
  });
}

// Said twice by two rules, it stands in the policy once.
function maySend(role: Role, queue: Queue): void {
  role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }));
}
