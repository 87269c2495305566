// What a rule's error action is given (AWS IoT: error action message format).
import type { PublishedMessage } from '../settings/ports';
import type { Rule, RuleAction } from './rule';

export interface ActionFailure {
  failedAction: string;
  failedResource: string;
  errorMessage: string;
}

const ACTION_NAMES = {
  sqs: 'SqsAction',
  lambda: 'LambdaAction',
  republish: 'RepublishAction',
  s3: 'S3Action',
  firehose: 'FirehoseAction',
} as const;

/** Tells of one failed action. */
export function describeFailure(action: RuleAction, topic: string, error: unknown): ActionFailure {
  const resource = resourceOf(action);
  const reason = error instanceof Error ? error.message : String(error);
  return {
    failedAction: ACTION_NAMES[action.kind],
    failedResource: resource,
    errorMessage: `${reason} Message arrived on: ${topic}, Action: ${action.kind}, Resource: ${resource}`,
  };
}

function resourceOf(action: RuleAction): string {
  switch (action.kind) {
    case 'sqs':
      return action.queueName;
    case 'lambda':
      return action.functionArn;
    case 's3':
      return action.bucketName;
    case 'firehose':
      return action.streamName;
    case 'republish':
      // A template stands for itself: it may be the very thing that failed.
      return action.topic.map((part) => (typeof part === 'string' ? part : '$' + '{…}')).join('');
  }
}

/** The documented body: one message per rule and message, with every failure, as JSON. */
export function errorMessage(rule: Rule, message: PublishedMessage, failures: readonly ActionFailure[]): string {
  return JSON.stringify({
    ruleName: rule.name,
    topic: message.topic,
    cloudwatchTraceId: message.traceId,
    clientId: message.clientId ?? 'n/a',
    base64OriginalPayload: message.payload.toString('base64'),
    failures,
  });
}
