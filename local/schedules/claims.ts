// Which schedules the local cloud honours: EventBridge rules with a schedule, and EventBridge Scheduler's schedules, which
// is what Amplify makes of `defineFunction({ schedule })`. An event pattern, an end or a flexible window stops the start.
import type { ResourceClaim } from '../assembly/resource-claim';

/** The resource types of this folder. */
export const SCHEDULE_CLAIMS: readonly ResourceClaim[] = [
  {
    type: 'AWS::Events::Rule',
    properties: ['Name', 'ScheduleExpression', 'State', 'Targets'],
    ignored: { Description: 'A label for people.' },
  },
  {
    type: 'AWS::Scheduler::Schedule',
    properties: ['FlexibleTimeWindow', 'Name', 'ScheduleExpression', 'ScheduleExpressionTimezone', 'State', 'Target'],
    ignored: { Description: 'A label for people.' },
  },
];

/** What a rule's target may hold. */
export const RULE_TARGET_PROPERTIES = ['Arn', 'Id', 'Input'] as const;

/** What a schedule's target may hold. Its retry policy is about calls that do not reach Lambda; here all do. */
export const SCHEDULE_TARGET_PROPERTIES = ['Arn', 'Input', 'RetryPolicy', 'RoleArn'] as const;
