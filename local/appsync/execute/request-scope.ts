// What lives as long as one request: who asks, and what its resolvers leave behind.
import type { AppSyncError } from '../appsync-error';
import type { Caller } from '../authenticate/caller';
import type { SubscriptionFilter } from '../realtime/subscription-filter';

/** An error that a resolver added without failing (`util.appendError`), at the field where it did. */
export interface AppendedError {
  error: AppSyncError;
  path: (string | number)[];
}

/** The GraphQL context of one request. */
export interface RequestScope {
  caller: Caller;
  /** Lower-case names, as resolvers see them in `ctx.request.headers`. */
  headers: Readonly<Record<string, string>>;
  /** True when IAM lets the caller reach a root field; always true for people, whom the directives decide about. */
  mayCall(typeName: string, fieldName: string): boolean;
  appended: AppendedError[];
  /** Set by `extensions.setSubscriptionFilter`: undefined when it was not called, null for "no filter". */
  filter: SubscriptionFilter | null | undefined;
}
