// Parsed and validated documents, remembered: a client sends the same few texts again and again.
import { type DocumentNode, type GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { RequestRefused } from '../appsync-error';

/** A document of a client. `errors` are those of validation; nothing may be executed when there are any. */
export interface ClientDocument {
  source: string;
  document: DocumentNode;
  errors: readonly GraphQLError[];
}

/** Of all remembered texts together: a parsed document takes some hundred times the memory of its text. */
const MAX_REMEMBERED_CHARACTERS = 200_000;
/** A longer text is unlikely to come again. */
const MAX_REMEMBERED_LENGTH = 20_000;

/** Returns a function that parses and validates. It throws RequestRefused for a text that is no GraphQL. */
export function documentReader(schema: GraphQLSchema): (source: string) => ClientDocument {
  const documents = new Map<string, ClientDocument>();
  let characters = 0;
  const remember = (client: ClientDocument) => {
    documents.set(client.source, client);
    characters += client.source.length;
    for (const oldest of documents.keys()) {
      if (characters <= MAX_REMEMBERED_CHARACTERS) return;
      documents.delete(oldest);
      characters -= oldest.length;
    }
  };
  return (source) => {
    const known = documents.get(source);
    if (known) return known;
    const document = parsed(source);
    const client = { source, document, errors: validate(schema, document) };
    if (source.length <= MAX_REMEMBERED_LENGTH) remember(client);
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
