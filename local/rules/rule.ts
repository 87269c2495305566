// An IoT rule, read and compiled.
import type { Statement } from './sql/syntax-tree';
import type { Template } from './substitution-templates';

/** The role of an action, and whether its trust policy lets the rule assume it. */
export interface ActionRole {
  arn: string;
  trustsRule: boolean;
}

export type RuleAction =
  | { kind: 'sqs'; queueUrl: string; queueArn: string; queueName: string; useBase64: boolean; role: ActionRole }
  | { kind: 'lambda'; functionArn: string }
  | { kind: 'republish'; topic: Template; qos: 0 | 1; role: ActionRole }
  | { kind: 's3'; bucketName: string; bucketArn: string; key: Template; role: ActionRole }
  | {
      kind: 'firehose';
      streamName: string;
      streamArn: string;
      /** What follows each record; empty for nothing. */
      separator: string;
      /** Whether each item of a result that is an array becomes a record. */
      batchMode: boolean;
      role: ActionRole;
    };

export interface Rule {
  name: string;
  arn: string;
  statement: Statement;
  actions: readonly RuleAction[];
  errorAction: RuleAction | null;
}
