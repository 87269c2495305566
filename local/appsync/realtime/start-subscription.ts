// Decides whether a subscription may start: a valid document, a caller that the rules let in, a resolver that agrees.
import { execute } from 'graphql';
import { getArgumentValues } from 'graphql/execution/values';
import { notAuthorized } from '../appsync-error';
import type { Caller } from '../authenticate/caller';
import type { ClientDocument } from '../execute/documents';
import { fieldError, type ReportBug, requestError } from '../execute/error-envelope';
import { requestedOperation } from '../execute/execute-operation';
import type { GraphQlRequest } from '../execute/graphql-request';
import type { RequestScope } from '../execute/request-scope';
import { type SelectedField, selectionTree, withDefaults } from '../execute/selection-tree';
import { isLetIn } from '../schema/access-rules';
import type { ApiSchema } from '../schema/build-schema';
import { StartRefused } from './start-refused';
import type { Subscription } from './subscription';

/** Everything of a subscription but where its messages go. */
export type AcceptedSubscription = Omit<Subscription, 'deliver'>;

/** Returns the accepted subscription. Throws StartRefused with the errors that AppSync would send. */
export async function acceptSubscription(
  api: ApiSchema,
  client: ClientDocument,
  request: GraphQlRequest,
  scope: RequestScope,
  report: ReportBug,
): Promise<AcceptedSubscription> {
  if (client.errors.length > 0)
    throw new StartRefused(client.errors.map((error) => ({ message: requestError(error).message })));
  const operation = requestedOperation(client, request.operationName);
  if (operation.operation !== 'subscription') {
    const message = `${operation.operation} not supported through the realtime channel`;
    throw new StartRefused([{ errorType: 'UnsupportedOperation', message }]);
  }
  const root = api.schema.getSubscriptionType();
  const variables = withDefaults(operation, request.variables);
  const [selection] = root
    ? selectionTree(operation.selectionSet.selections, root, { document: client.document, variables })
    : [];
  if (!root || !selection)
    throw new StartRefused([{ errorType: 'BadRequestException', message: 'Nothing is subscribed.' }]);

  const result = await execute({
    schema: api.schema,
    document: client.document,
    variableValues: request.variables,
    operationName: request.operationName,
    contextValue: scope,
  });
  const errors =
    result.data === undefined
      ? (result.errors ?? []).map(requestError)
      : (result.errors ?? []).map((error) => fieldError(error, api.schema, report));
  if (errors.length > 0)
    throw new StartRefused(errors.map(({ errorType, message }) => (errorType ? { errorType, message } : { message })));
  demandFields(api, selection, scope.caller);

  const node = operation.selectionSet.selections.find((one) => one.kind === 'Field');
  const definition = root.getFields()[selection.fieldName];
  return {
    fieldName: selection.fieldName,
    selection,
    selectionKey: JSON.stringify(selection),
    arguments: node?.kind === 'Field' && definition ? getArgumentValues(definition, node, variables) : {},
    filter: scope.filter,
    expiresAt: scope.caller.expiresAt,
  };
}

/** A message is cut for subscribers without running resolvers, so that the rules of its fields are checked once, here. */
function demandFields(api: ApiSchema, field: SelectedField, caller: Caller): void {
  for (const child of field.children ?? []) {
    const rules = api.rulesOf(child.parentName, child.fieldName);
    if (rules && !isLetIn(rules, caller)) {
      const { errorType, message } = notAuthorized(child.fieldName, child.parentName);
      throw new StartRefused([{ errorType: errorType ?? 'Unauthorized', message }]);
    }
    demandFields(api, child, caller);
  }
}
