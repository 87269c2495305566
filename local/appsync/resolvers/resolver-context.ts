// What a resolver's code is given, and what it may give back.
import type { Clock } from '../../settings/clock';
import type { RequestScope } from '../execute/request-scope';

/** `$context.info` / `ctx.info`. */
export interface ResolverInfo {
  fieldName: string;
  parentTypeName: string;
  variables: Record<string, unknown>;
  selectionSetList: string[];
  selectionSetGraphQL: string;
}

/** The context of one resolver's run. `stash` and `arguments` live through its whole pipeline; code may change both. */
export interface ResolverContext {
  arguments: Record<string, unknown>;
  source: unknown;
  identity: Record<string, unknown>;
  request: { headers: Readonly<Record<string, string>>; domainName: null };
  stash: Record<string, unknown>;
  prev: { result: unknown };
  result: unknown;
  error: { message: string; type: string | null } | null;
  info: ResolverInfo;
}

/** What code can reach besides its context. */
export interface Invocation {
  scope: RequestScope;
  /** The response path of the field, for appended errors. */
  path: (string | number)[];
  clock: Clock;
}

/** What a piece of code answered. */
export interface CodeResult {
  value: unknown;
  /** True when the code left early: the data source and the response handler of its step are skipped. */
  leftEarly: boolean;
  /** Where an early leave goes: to the next step, or to the end of the pipeline. */
  skipTo: 'NEXT' | 'END';
}

/** Compiled code of a resolver or of a step. Both throw AppSyncError when the code says so. */
export interface CompiledCode {
  request(context: ResolverContext, invocation: Invocation): CodeResult;
  response(context: ResolverContext, invocation: Invocation): CodeResult;
}
