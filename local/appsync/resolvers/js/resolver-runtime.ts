// `@aws-appsync/utils` for APPSYNC_JS code. Handlers are synchronous by definition of the runtime, so the run that is going on
// is one variable.
import { randomUUID } from 'node:crypto';
import { AppSyncError, notAuthorized } from '../../appsync-error';
import { readSubscriptionFilter } from '../../realtime/subscription-filter';
import type { Invocation, ResolverContext } from '../resolver-context';
import { toAttributeMap, toAttributeValue } from '../util/attribute-values';
import { toDynamoDbExpression } from '../util/dynamodb-expression';
import { toSubscriptionFilter } from '../util/to-subscription-filter';

/** The run that the functions belong to. */
export interface CurrentRun {
  context: ResolverContext;
  invocation: Invocation;
}

/** Thrown through a handler by `runtime.earlyReturn`; not an error. */
export class EarlyReturn {
  constructor(
    readonly value: unknown,
    readonly skipTo: 'NEXT' | 'END',
  ) {}
}

/** Returns the module. `current` gives the run that calls. */
export function moduleUtils(current: () => CurrentRun): Readonly<Record<string, unknown>> {
  const clock = () => current().invocation.clock.now();
  const error = (message: unknown, type?: unknown, data?: unknown, info?: unknown) =>
    new AppSyncError(
      String(message),
      type === undefined || type === null ? null : String(type),
      data ?? null,
      info ?? null,
    );
  const transform = {
    toDynamoDBFilterExpression: (filter: unknown) => JSON.stringify(toDynamoDbExpression(filter)),
    toDynamoDBConditionExpression: (filter: unknown) => JSON.stringify(toDynamoDbExpression(filter)),
    toSubscriptionFilter: (filter: unknown) => toSubscriptionFilter(filter),
  };
  const util = {
    error: (...given: Parameters<typeof error>) => {
      throw error(...given);
    },
    appendError: (...given: Parameters<typeof error>) => {
      const { invocation } = current();
      invocation.scope.appended.push({ error: error(...given), path: invocation.path });
    },
    unauthorized: () => {
      const { info } = current().context;
      throw notAuthorized(info.fieldName, info.parentTypeName);
    },
    authType: () => current().invocation.scope.caller.authType,
    autoId: () => randomUUID(),
    time: {
      nowISO8601: () => new Date(clock()).toISOString(),
      nowEpochSeconds: () => Math.floor(clock() / 1000),
      nowEpochMilliSeconds: () => clock(),
    },
    dynamodb: { toDynamoDB: toAttributeValue, toMapValues: toAttributeMap },
    transform,
  };
  const extensions = {
    setSubscriptionFilter: (filter: unknown) => {
      current().invocation.scope.filter = filter === null ? null : readSubscriptionFilter(filter);
    },
  };
  const runtime = {
    earlyReturn: (value?: unknown, options?: { skipTo?: 'NEXT' | 'END' }) => {
      throw new EarlyReturn(value ?? null, options?.skipTo ?? 'NEXT');
    },
  };
  return { util, extensions, runtime };
}
