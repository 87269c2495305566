// Which rules and rule properties the local cloud honours. What stands here is what its code reads.

import type { ResourceClaim } from '../assembly/resource-claim';

/** The resource type and the properties of it that this folder serves. */
export const RULE_CLAIMS: readonly ResourceClaim[] = [
  { type: 'AWS::IoT::TopicRule', properties: ['RuleName', 'TopicRulePayload'] },
];

/** What a rule's payload may hold. A description is for people. */
export const PAYLOAD_PROPERTIES = [
  'Actions',
  'AwsIotSqlVersion',
  'Description',
  'ErrorAction',
  'RuleDisabled',
  'Sql',
] as const;

/** What each kind of action may hold; an action or property that is not here stops the start. */
export const ACTION_PROPERTIES = {
  Sqs: ['QueueUrl', 'RoleArn', 'UseBase64'],
  Lambda: ['FunctionArn'],
  Republish: ['Topic', 'Qos', 'RoleArn'],
  S3: ['BucketName', 'Key', 'RoleArn'],
  Firehose: ['DeliveryStreamName', 'RoleArn', 'Separator', 'BatchMode'],
} as const;
