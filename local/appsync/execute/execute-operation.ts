// Executes queries and mutations, and tells what mutations have to publish.
import { type ExecutionResult, execute, GraphQLError, getOperationAST, type OperationDefinitionNode } from 'graphql';
import type { Clock } from '../../settings/clock';
import { RequestRefused } from '../appsync-error';
import type { Caller } from '../authenticate/caller';
import type { ApiSchema } from '../schema/build-schema';
import type { ClientDocument } from './documents';
import { fieldError, type ReportBug, type ResponseError, requestError } from './error-envelope';
import type { GraphQlRequest } from './graphql-request';
import type { RequestScope } from './request-scope';
import { byFieldName, hasNoAliases, selectionTree, withDefaults } from './selection-tree';

/** "Request execution time for queries, mutations, and subscriptions: 30 seconds" (AppSync quotas). */
const EXECUTION_LIMIT_MS = 30_000;

export interface OperationResponse {
  data: Record<string, unknown> | null;
  errors?: ResponseError[];
}

/** A mutation field's result, by field names: what its subscribers may see of it. */
export interface Publication {
  mutationField: string;
  message: Record<string, unknown>;
}

/** Returns the operation that a request means. Throws RequestRefused when there is none. */
export function requestedOperation(
  { document }: ClientDocument,
  operationName: string | null,
): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName);
  if (operation) return operation;
  throw new RequestRefused(
    'MalformedHttpRequestException',
    'The operation to execute is not clear from the request.',
    400,
  );
}

/** Returns a scope for a request of `caller`. */
export function newScope(
  caller: Caller,
  headers: Readonly<Record<string, string>>,
  mayCall: RequestScope['mayCall'],
): RequestScope {
  return { caller, headers, mayCall, appended: [], filter: undefined };
}

/** Executes a validated operation; gives the response within 30 seconds. Mutation fields run one after the other. */
export async function executeOperation(
  api: ApiSchema,
  client: ClientDocument,
  request: GraphQlRequest,
  scope: RequestScope,
  { clock, report }: { clock: Clock; report: ReportBug },
): Promise<OperationResponse> {
  if (client.errors.length > 0) return { data: null, errors: client.errors.map(requestError) };
  const execution = execute({
    schema: api.schema,
    document: client.document,
    variableValues: request.variables,
    operationName: request.operationName,
    contextValue: scope,
  });
  const result = await withinLimit(execution, clock);
  if (result === null) {
    const message = 'Execution timed out.';
    return {
      data: null,
      errors: [{ path: null, data: null, errorType: 'ExecutionTimeout', errorInfo: null, locations: null, message }],
    };
  }
  // Without data the operation never started: its variables do not fit.
  if (result.data === undefined) return { data: null, errors: (result.errors ?? []).map(requestError) };
  const appended = scope.appended.map(
    ({ error, path }) => new GraphQLError(error.message, null, null, null, path, error),
  );
  const errors = [...(result.errors ?? []), ...appended].map((error) => fieldError(error, api.schema, report));
  return { data: result.data, ...(errors.length > 0 ? { errors } : {}) };
}

/** Returns what the fields of a mutation publish; a field that came to nothing publishes nothing. */
export function publications(
  api: ApiSchema,
  client: ClientDocument,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  data: Record<string, unknown> | null,
): Publication[] {
  const root = api.schema.getMutationType();
  if (operation.operation !== 'mutation' || !data || !root) return [];
  const fields = selectionTree(operation.selectionSet.selections, root, {
    document: client.document,
    variables: withDefaults(operation, variables),
  });
  return fields.flatMap(({ responseKey, fieldName, children }): Publication[] => {
    const result = data[responseKey];
    if (typeof result !== 'object' || result === null || !children) return [];
    const message = hasNoAliases(children) ? result : byFieldName(result, children);
    return [{ mutationField: fieldName, message: message as Record<string, unknown> }];
  });
}

function withinLimit(
  execution: Promise<ExecutionResult> | ExecutionResult,
  clock: Clock,
): Promise<ExecutionResult | null> | ExecutionResult {
  if (!(execution instanceof Promise)) return execution;
  let cancel = () => {};
  const limit = new Promise<null>((resolve) => {
    cancel = clock.after(EXECUTION_LIMIT_MS, () => resolve(null));
  });
  return Promise.race([execution, limit]).finally(() => cancel());
}
