// Telling open pages, through the API's publish mutations, signed with the function's own role.
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { type GraphqlDocument, type Publication, packPublications } from './pack-publications';

/** The API refused a publication or could not be reached. `kinds` are the API's error types, never its payloads. */
export class PublishError extends Error {
  override name = 'PublishError';
  constructor(
    message: string,
    readonly kinds: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Publishes; returns how many pieces were too large to be told. Throws PublishError when a document was refused. */
export type Publish = (publication: Publication) => Promise<{ tooLarge: number }>;

interface PublishSettings {
  graphqlUrl: string;
  /** Lambda's own variables: AWS_REGION and the role's temporary credentials. */
  env: Readonly<Record<string, string | undefined>>;
  fetch?: typeof fetch;
}

const TIMEOUT_MS = 5000;

/** What the signer hashes with: the runtime's own, since a publication may have 230 KB. */
class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }
  update(chunk: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(chunk));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

/** Makes the function that publishes to the API at `graphqlUrl`: one signed request per document. */
export function makePublish({ graphqlUrl, env, fetch: send = fetch }: PublishSettings): Publish {
  const url = new URL(graphqlUrl);
  const signer = new SignatureV4({
    service: 'appsync',
    region: env.AWS_REGION ?? '',
    sha256: Sha256,
    credentials: async () => ({
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
      ...(env.AWS_SESSION_TOKEN ? { sessionToken: env.AWS_SESSION_TOKEN } : {}),
    }),
  });
  const publishDocument = async (document: GraphqlDocument): Promise<void> => {
    const body = JSON.stringify(document);
    const request = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port ? { port: Number(url.port) } : {}),
      path: url.pathname,
      headers: { host: url.host, 'content-type': 'application/json' },
      body,
    });
    // fetch sets the host by itself and refuses to be told.
    const { host: _host, ...headers } = request.headers;
    await expectNoErrors(send(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) }));
  };
  return async (publication) => {
    const { documents, tooLarge } = packPublications(publication);
    await Promise.all(documents.map(publishDocument));
    return { tooLarge };
  };
}

async function expectNoErrors(answer: Promise<Response>): Promise<void> {
  let response: Response;
  let body: unknown;
  try {
    response = await answer;
    body = await response.json();
  } catch (cause) {
    throw new PublishError('The API could not be reached.', [], { cause });
  }
  const errors = (body as { errors?: { errorType?: string }[] } | null)?.errors ?? [];
  if (!response.ok || errors.length > 0) {
    // GraphQL answers 200 with errors inside; messages may quote variables, so only the types are kept.
    const kinds = [...new Set(errors.map((error) => String(error.errorType ?? 'unknown')))];
    throw new PublishError(`The API refused a publication (HTTP ${response.status}: ${kinds.join(', ')}).`, kinds);
  }
}
