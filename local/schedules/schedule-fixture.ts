// Schedules as CDK and Amplify synthesize them, for tests.
import type { AssemblyResource } from '../assembly/assembly';

const ACCOUNT = '000000000000';
export const FUNCTION_ARN = `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:work-1234`;
export const RULE_ARN = `arn:aws:events:eu-central-1:${ACCOUNT}:rule/every-minute`;
const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/scheduler`;

const resource = (type: string, arn: string, properties: Record<string, unknown>): AssemblyResource => ({
  logicalId: type.slice(type.lastIndexOf(':') + 1),
  type,
  ref: arn.slice(arn.lastIndexOf('/') + 1),
  arn,
  properties,
});

/** A rule of EventBridge that invokes the function, and the function's permission for it. */
export const ruleResources = (
  change: Record<string, unknown> = {},
  target: Record<string, unknown> = {},
  permission: Record<string, unknown> = {},
): AssemblyResource[] => [
  resource('AWS::Events::Rule', RULE_ARN, {
    ScheduleExpression: 'rate(1 minute)',
    State: 'ENABLED',
    Targets: [{ Arn: FUNCTION_ARN, Id: 'Target0', ...target }],
    ...change,
  }),
  resource('AWS::Lambda::Permission', '', {
    Action: 'lambda:InvokeFunction',
    FunctionName: FUNCTION_ARN,
    Principal: 'events.amazonaws.com',
    SourceArn: RULE_ARN,
    ...permission,
  }),
];

/** What `defineFunction({ schedule: 'every 5m' })` becomes, and the role that it is invoked by. */
export const scheduleResources = (
  change: Record<string, unknown> = {},
  trustedService = 'scheduler.amazonaws.com',
): AssemblyResource[] => [
  resource('AWS::Scheduler::Schedule', `arn:aws:scheduler:eu-central-1:${ACCOUNT}:schedule/default/five`, {
    FlexibleTimeWindow: { Mode: 'OFF' },
    ScheduleExpression: 'cron(*/5 * * * ? *)',
    ScheduleExpressionTimezone: 'UTC',
    State: 'ENABLED',
    Target: {
      Arn: FUNCTION_ARN,
      RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
      RoleArn: ROLE_ARN,
    },
    ...change,
  }),
  resource('AWS::IAM::Role', ROLE_ARN, {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Action: 'sts:AssumeRole',
          Effect: 'Allow',
          Principal: { Service: trustedService },
          Condition: {
            StringEquals: {
              'aws:SourceAccount': ACCOUNT,
              'aws:SourceArn': `arn:aws:scheduler:eu-central-1:${ACCOUNT}:schedule-group/default`,
            },
          },
        },
      ],
    },
  }),
];

/** A function to name; nothing runs it. */
export const functionResource = (): AssemblyResource => resource('AWS::Lambda::Function', FUNCTION_ARN, {});
