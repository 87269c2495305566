// The schedules of the template: AWS::Events::Rule and AWS::Scheduler::Schedule.
import { randomUUID } from 'node:crypto';
import { ACCOUNT_ID, type Assembly, type AssemblyResource, REGION } from '../assembly/assembly';
import { asRecord } from '../assembly/json-record';
import { trustsService } from '../gateway/role-trust';
import type { MayInvoke } from '../lambda/invoke-permissions';
import { RULE_TARGET_PROPERTIES, SCHEDULE_TARGET_PROPERTIES } from './claims';
import { type IsDue, parseScheduleExpression } from './schedule-expression';

/** One function that a schedule invokes. */
export interface ScheduledTarget {
  functionArn: string;
  /** What the function is given in the minute `minuteMs`. */
  event(minuteMs: number): unknown;
  /** Why AWS would not let the schedule invoke it; null when it may. */
  refusal: string | null;
}

/** A schedule that is enabled. */
export interface Schedule {
  logicalId: string;
  isDue: IsDue;
  targets: readonly ScheduledTarget[];
}

/** What deciding whether a schedule may invoke a function needs. */
export interface SchedulePermissions {
  mayInvoke: MayInvoke;
  isAllowed(roleArn: string, action: string, resource: string): boolean;
}

/** A schedule that would not run as it does in AWS. */
export class UnsupportedScheduleError extends Error {
  override name = 'UnsupportedScheduleError';
  constructor(logicalId: string, why: string) {
    super(`The local cloud cannot run the schedule ${logicalId}: ${why}.`);
  }
  readonly resolution = 'Change the schedule in amplify/, or support it in local/schedules.';
}

/** Returns the enabled schedules. Throws UnsupportedScheduleError for the first that would not run as it does in AWS. */
export function readSchedules(assembly: Assembly, permissions: SchedulePermissions): Schedule[] {
  const functions = new Set(assembly.ofType('AWS::Lambda::Function').map(({ arn }) => arn));
  const read = (resource: AssemblyResource, source: string, targets: ScheduledTarget[]): Schedule[] => {
    const { logicalId, properties } = resource;
    const refuse = (why: string) => new UnsupportedScheduleError(logicalId, why);
    const stranger = targets.find(({ functionArn }) => !functions.has(functionArn));
    if (stranger) throw refuse(`its target ${stranger.functionArn} is none of the backend's functions`);
    if (targets.length === 0) throw refuse(`it has no target (${source})`);
    let isDue: IsDue;
    try {
      isDue = parseScheduleExpression(String(properties.ScheduleExpression ?? ''));
    } catch (error) {
      throw refuse(error instanceof Error ? error.message : String(error));
    }
    const enabled = properties.State === undefined || properties.State === 'ENABLED';
    return enabled ? [{ logicalId, isDue, targets }] : [];
  };
  return [
    ...assembly
      .ofType('AWS::Events::Rule')
      .flatMap((resource) => read(resource, 'aws.events', ruleTargets(resource, permissions))),
    ...assembly
      .ofType('AWS::Scheduler::Schedule')
      .flatMap((resource) => read(resource, 'aws.scheduler', [scheduleTarget(resource, assembly, permissions)])),
  ];
}

// EventBridge invokes by the function's own resource policy, with the rule as source.
function ruleTargets({ logicalId, properties, arn }: AssemblyResource, { mayInvoke }: SchedulePermissions) {
  const targets = Array.isArray(properties.Targets) ? properties.Targets : [];
  return targets.map((raw): ScheduledTarget => {
    const target = readTarget(raw, logicalId, RULE_TARGET_PROPERTIES);
    const functionArn = String(target.Arn);
    const allowed = mayInvoke('events.amazonaws.com', functionArn, arn);
    return {
      functionArn,
      event: eventOf(target.Input, 'aws.events', arn),
      refusal: allowed ? null : `no permission lets this rule invoke ${functionArn}`,
    };
  });
}

// EventBridge Scheduler assumes a role, with the schedule's group as source, and invokes by that role's policies.
function scheduleTarget(
  { logicalId, properties, arn }: AssemblyResource,
  assembly: Assembly,
  { isAllowed }: SchedulePermissions,
): ScheduledTarget {
  const refuse = (why: string) => new UnsupportedScheduleError(logicalId, why);
  if (asRecord(properties.FlexibleTimeWindow)?.Mode !== 'OFF') throw refuse('its time window is flexible');
  const zone = properties.ScheduleExpressionTimezone ?? 'UTC';
  if (zone !== 'UTC') throw refuse(`its time zone is ${String(zone)}, and only UTC is supported`);
  const target = readTarget(properties.Target, logicalId, SCHEDULE_TARGET_PROPERTIES);
  const [functionArn, roleArn] = [String(target.Arn), String(target.RoleArn)];
  const group = `arn:aws:scheduler:${REGION}:${ACCOUNT_ID}:schedule-group/default`;
  const trusted = trustsService(assembly, roleArn, 'scheduler.amazonaws.com', group);
  const allowed = trusted && isAllowed(roleArn, 'lambda:InvokeFunction', functionArn);
  return {
    functionArn,
    event: eventOf(target.Input, 'aws.scheduler', arn),
    refusal: allowed ? null : `the role ${roleArn} may not ${trusted ? `invoke ${functionArn}` : 'be assumed by it'}`,
  };
}

function readTarget(raw: unknown, logicalId: string, known: readonly string[]): Record<string, unknown> {
  const target = asRecord(raw) ?? {};
  const unknown = Object.keys(target).find((property) => !known.includes(property));
  if (unknown !== undefined) throw new UnsupportedScheduleError(logicalId, `its target's ${unknown} is not supported`);
  return target;
}

/** The target's own input, or the event as AWS documents it; Scheduler's has its detail as a text. */
function eventOf(input: unknown, source: string, resourceArn: string): (minuteMs: number) => unknown {
  if (typeof input === 'string') return () => JSON.parse(input) as unknown;
  return (minuteMs) => ({
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source,
    account: ACCOUNT_ID,
    time: new Date(minuteMs).toISOString().replace('.000Z', 'Z'),
    region: REGION,
    resources: [resourceArn],
    detail: source === 'aws.scheduler' ? '{}' : {},
  });
}
