// Calls the GraphQL API as the administrator, signed with Signature Version 4.
import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import type { RunningCloud } from '../../cli/running-cloud';

/** The API answered with errors; `errorTypes` are AppSync's, such as `DynamoDB:ConditionalCheckFailedException`. */
export class GraphqlError extends Error {
  override name = 'GraphqlError';
  constructor(
    message: string,
    readonly errorTypes: readonly string[],
  ) {
    super(message);
  }
}

interface Answer {
  data?: Record<string, unknown> | null;
  errors?: { message?: string; errorType?: string }[];
}

/** Returns the data of a query or mutation. Throws GraphqlError when the answer has errors. */
export async function callGraphql(
  { awsEndpoint, region, credentials }: RunningCloud,
  query: string,
  variables: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const url = new URL('/graphql', awsEndpoint);
  const signer = new SignatureV4({ service: 'appsync', region, credentials, sha256: Sha256 });
  const body = JSON.stringify({ query, variables });
  const signed = await signer.sign(
    new HttpRequest({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      port: Number(url.port),
      path: url.pathname,
      headers: { host: url.host, 'content-type': 'application/json' },
      body,
    }),
  );
  const response = await fetch(url, { method: 'POST', headers: signed.headers, body });
  const { data, errors } = (await response.json()) as Answer;
  if (errors?.length || !data) {
    const messages = errors?.map(({ message }) => message).join('; ');
    throw new GraphqlError(
      messages || `The API answered ${response.status}.`,
      errors?.map(({ errorType }) => errorType ?? '') ?? [],
    );
  }
  return data;
}
