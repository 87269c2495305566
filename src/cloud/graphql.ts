// Sends GraphQL documents. Variables only: nothing that a device or a person wrote is ever pasted into a document.
import { generateClient } from 'aws-amplify/api';
import { CloudError, toCloudError } from './cloud-error';
import { fieldOf } from './read-rows';

export type Variables = Record<string, unknown>;

/** What is used here of the library's client; its answers are parsed, not believed. */
interface GraphqlClient {
  graphql(options: { query: string; variables: Variables }): unknown;
  /** Takes a promise that `graphql` returned, and ends its request. */
  cancel(request: Promise<unknown>): boolean;
}

// AppSync answers within 30 seconds or not at all (AppSync quotas). A page of a list takes far less, and who waits for one
// over a link that fell silent would wait for minutes.
const READ_WITHIN_MS = 12_000;
const CHANGE_WITHIN_MS = 32_000;

let client: GraphqlClient | undefined;

/** The library's client; made at first use, because it needs the configuration. */
export function graphqlClient(): GraphqlClient {
  client ??= generateClient();
  return client;
}

/**
 * Runs a query or mutation and returns the value of its only top-level field, unparsed. A list with some unreadable
 * rows is returned with nulls in their places. Throws CloudError, also when no answer comes in time; a change may then
 * have happened all the same.
 */
export async function request(document: string, field: string, variables: Variables = {}): Promise<unknown> {
  const [value] = await requestFields(document, [field], variables);
  return value;
}

/**
 * Runs a query with several top-level fields (aliases) in one request and returns their values in the given order,
 * unparsed; one that failed alone is null. Throws CloudError when nothing came, as `request` does.
 */
export async function requestFields(
  document: string,
  fields: readonly string[],
  variables: Variables,
): Promise<unknown[]> {
  let result: unknown;
  try {
    const withinMs = document.startsWith('mutation') ? CHANGE_WITHIN_MS : READ_WITHIN_MS;
    result = await answerWithin(withinMs, graphqlClient().graphql({ query: document, variables }));
  } catch (thrown) {
    // The library throws the whole answer when any part of it has an error.
    const partial = fields.map((field) => dataOf(thrown, field) ?? null);
    if (partial.some((value) => value !== null)) return partial;
    throw toCloudError(thrown);
  }
  const values = fields.map((field) => dataOf(result, field));
  if (values.includes(undefined)) throw new CloudError('refused', 'The answer was empty.');
  return values;
}

/**
 * Runs a query with `nextToken` page by page and hands each page on as it comes; the next page waits for who takes it.
 * Throws CloudError.
 */
export async function requestPages(
  document: string,
  field: string,
  variables: Variables,
  onPage: (page: unknown) => void | Promise<void>,
): Promise<void> {
  let nextToken: string | null = null;
  do {
    const page: unknown = await request(document, field, { ...variables, nextToken });
    await onPage(page);
    const following = fieldOf(page, 'nextToken');
    nextToken = typeof following === 'string' && following !== '' ? following : null;
  } while (nextToken !== null);
}

function answerWithin(withinMs: number, asked: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new CloudError('network'));
      // A request over a dead connection would keep its place among the six that a browser opens to a host.
      if (asked instanceof Promise) graphqlClient().cancel(asked);
    }, withinMs);
    Promise.resolve(asked)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

const dataOf = (result: unknown, field: string): unknown => fieldOf(fieldOf(result, 'data'), field);
