// The AppSync of the laptop: one API of the assembly, over HTTP and over the realtime channel.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { JSONWebKeySet } from 'jose';
import type { Assembly } from '../assembly/assembly';
import { type Clock, systemClock } from '../settings/clock';
import type { IamAuthority } from '../settings/ports';
import type { ApiDefinition } from './api-definition';
import { type AuthenticateRequest, requestAuthenticator } from './authenticate/authenticate-request';
import type { Caller } from './authenticate/caller';
import { userPoolTokenVerifier } from './authenticate/verify-user-pool-token';
import type { DataSourcePorts } from './data-sources/data-source-ports';
import { connectDataSources } from './data-sources/data-sources';
import { documentReader } from './execute/documents';
import {
  executeOperation,
  newScope,
  type OperationResponse,
  publications,
  requestedOperation,
} from './execute/execute-operation';
import { type GraphQlRequest, readGraphQlRequest } from './execute/graphql-request';
import type { RequestScope } from './execute/request-scope';
import { graphQlHandler } from './http';
import { readApi } from './read-api';
import type { ConnectionPorts } from './realtime/connection';
import { acceptSubscription } from './realtime/start-subscription';
import { subscriptionHub } from './realtime/subscription-hub';
import { realtimeDoor } from './realtime/upgrade';
import { jsCompiler } from './resolvers/js/compile-js';
import { compileResolver } from './resolvers/run-resolver';
import { type ApiSchema, buildApiSchema } from './schema/build-schema';

export interface AppSyncOptions extends DataSourcePorts {
  assembly: Assembly;
  authority: IamAuthority;
  /** The public keys of the user pool; asked at the first token, and again for an unknown key id. */
  jwks(): Promise<JSONWebKeySet>;
  /** The machine's clock by default. */
  clock?: Clock;
  /** Is told of bugs, and of messages that AppSync drops silently; the console by default. */
  warn?: (message: string, error?: unknown) => void;
}

/** A running API. */
export interface AppSync {
  /** Answers `POST /graphql`. Never throws. */
  http(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Takes WebSocket upgrades on `/graphql/realtime`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes every connection. */
  stop(): void;
}

/**
 * Returns the assembly's GraphQL API, compiled and ready. Throws UnsupportedApi, naming the template or resource, when the
 * API needs what the laptop does not have.
 */
export function createAppSync(options: AppSyncOptions): AppSync {
  const clock = options.clock ?? systemClock;
  const warn = options.warn ?? ((message, error) => console.warn(`appsync: ${message}`, ...(error ? [error] : [])));
  const report = (error: unknown) => warn('a request failed inside', error);
  const definition = readApi(options.assembly);
  const api = compileApi(definition, options, clock);
  const hub = subscriptionHub(api.schema, (field, bytes) =>
    warn(`a message of ${bytes} bytes for ${field} was dropped: AppSync delivers up to 240 KB`),
  );
  const readDocument = documentReader(api.schema);
  const verifyToken = userPoolTokenVerifier(definition.tokens, () => options.jwks(), clock);
  const authenticate = requestAuthenticator(definition, verifyToken, options.authority);

  const scopeOf = (caller: Caller, headers: Record<string, string>) =>
    newScope(caller, headers, permissions(definition, options.authority, caller));
  const execute = async (
    caller: Caller,
    headers: Record<string, string>,
    request: GraphQlRequest,
  ): Promise<OperationResponse> => {
    const client = readDocument(request.query);
    if (client.errors.length === 0 && requestedOperation(client, request.operationName).operation === 'subscription')
      return subscriptionOverHttp();
    const response = await executeOperation(api, client, request, scopeOf(caller, headers), { clock, report });
    if (client.errors.length > 0) return response;
    const operation = requestedOperation(client, request.operationName);
    for (const { mutationField, message } of publications(api, client, operation, request.variables, response.data)) {
      for (const field of api.subscriptionsOf(mutationField)) hub.publish(field, message);
    }
    return response;
  };
  const connect = (proof: Record<string, string>, sourceIp: string): ConnectionPorts => ({
    hub,
    clock,
    report,
    // Signed callers sign the empty payload for `/connect`, and each start for the API itself.
    authenticate: () => verified(authenticate, '/graphql/connect', proof, '{}', sourceIp),
    async accept(headers, text) {
      const caller = await verified(authenticate, '/graphql', headers, text, sourceIp);
      const request = readGraphQlRequest(text);
      return acceptSubscription(api, readDocument(request.query), request, scopeOf(caller, headers), report);
    },
  });
  const door = realtimeDoor(connect);
  return { http: graphQlHandler({ authenticate, execute, report }), upgrade: door.upgrade, stop: door.stop };
}

function compileApi(definition: ApiDefinition, options: AppSyncOptions, clock: Clock): ApiSchema {
  const parts = { js: jsCompiler(), dataSources: connectDataSources(options), clock };
  const resolvers = definition.resolvers.map(
    (resolver) => [`${resolver.typeName}.${resolver.fieldName}`, compileResolver(resolver, parts)] as const,
  );
  return buildApiSchema(definition.sdl, new Map(resolvers));
}

/** A role must be allowed every root field by its policies; people are let in by the directives alone. */
function permissions(definition: ApiDefinition, authority: IamAuthority, caller: Caller): RequestScope['mayCall'] {
  if (caller.mode !== 'iam') return () => true;
  const { principal } = caller;
  return (typeName, fieldName) =>
    authority.isAllowed(principal, 'appsync:GraphQL', `${definition.apiArn}/types/${typeName}/fields/${fieldName}`);
}

function verified(
  authenticate: AuthenticateRequest,
  path: string,
  headers: Record<string, string>,
  body: string,
  sourceIp: string,
): Promise<Caller> {
  return authenticate({ path, query: new URLSearchParams(), headers, body: Buffer.from(body), sourceIp });
}

function subscriptionOverHttp(): OperationResponse {
  const message = 'Subscriptions are not supported over HTTP; use the realtime endpoint.';
  return { data: null, errors: [{ path: null, errorType: 'UnsupportedOperation', locations: null, message }] };
}
