// The body of a GraphQL request.
import { RequestRefused } from '../appsync-error';

export interface GraphQlRequest {
  query: string;
  variables: Record<string, unknown>;
  operationName: string | null;
}

/** Returns the request in `body`. Throws RequestRefused (400 MalformedHttpRequestException), as AppSync answers. */
export function readGraphQlRequest(body: string): GraphQlRequest {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw malformed('Request body is not valid JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null) throw malformed('Request body is not a JSON object.');
  const { query, variables, operationName } = parsed as Record<string, unknown>;
  if (typeof query !== 'string' || query === '') throw malformed('No GraphQL query found in the request.');
  if (variables !== undefined && variables !== null && (typeof variables !== 'object' || Array.isArray(variables)))
    throw malformed('The variables are not a JSON object.');
  return {
    query,
    variables: (variables ?? {}) as Record<string, unknown>,
    operationName: typeof operationName === 'string' && operationName !== '' ? operationName : null,
  };
}

const malformed = (message: string): RequestRefused =>
  new RequestRefused('MalformedHttpRequestException', message, 400);
