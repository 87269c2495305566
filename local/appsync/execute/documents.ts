// Parsed and validated documents, remembered: a client sends the same few texts again and again.
import { type DocumentNode, type GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { RequestRefused } from '../appsync-error';

/** A document of a client. `errors` are those of validation; nothing may be executed when there are any. */
export interface ClientDocument {
  source: string;
  document: DocumentNode;
  errors: readonly GraphQLError[];
}

const MAX_DOCUMENTS = 500;
/** A longer text is unlikely to come again, and would let clients fill the memory. */
const MAX_REMEMBERED_LENGTH = 20_000;

/** Returns a function that parses and validates. It throws RequestRefused for a text that is no GraphQL. */
export function documentReader(schema: GraphQLSchema): (source: string) => ClientDocument {
  const documents = new Map<string, ClientDocument>();
  return (source) => {
    const known = documents.get(source);
    if (known) return known;
    const document = parsed(source);
    const client = { source, document, errors: validate(schema, document) };
    const oldest = documents.keys().next();
    if (documents.size >= MAX_DOCUMENTS && !oldest.done) documents.delete(oldest.value);
    if (source.length <= MAX_REMEMBERED_LENGTH) documents.set(source, client);
    return client;
  };
}

function parsed(source: string): DocumentNode {
  try {
    return parse(source);
  } catch {
    throw new RequestRefused('MalformedHttpRequestException', 'Unable to parse GraphQL query.', 400);
  }
}
