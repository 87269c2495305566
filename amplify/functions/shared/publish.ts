// Telling open pages, through the API's publish mutations, signed with the function's own role.
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { json } from 'node:stream/consumers';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { HttpRequest } from '@smithy/protocol-http';
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
}

const TIMEOUT_MS = 5000;
// A kept connection may have been closed at the other end while the function was frozen.
const CONNECTION_GONE = new Set(['ECONNRESET', 'EPIPE']);

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

/**
 * Makes the function that publishes to the API at `graphqlUrl`: one signed request per document. The requests go by the
 * SDK's own handler: for each of them `fetch` takes four times the processor time.
 */
export function makePublish({ graphqlUrl, env }: PublishSettings): Publish {
  const url = new URL(graphqlUrl);
  const http = new NodeHttpHandler({ requestTimeout: TIMEOUT_MS, throwOnRequestTimeout: true });
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
    const unsigned = new HttpRequest({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port ? { port: Number(url.port) } : {}),
      path: url.pathname,
      headers: {
        host: url.host,
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
      },
      body,
    });
    const request = new HttpRequest(await signer.sign(unsigned));
    const send = () => http.handle(request);
    // Told twice is told once: what is published replaces itself.
    await expectNoErrors(send().catch((error: unknown) => (isConnectionGone(error) ? send() : Promise.reject(error))));
  };
  return async (publication) => {
    const { documents, tooLarge } = packPublications(publication);
    await Promise.all(documents.map(publishDocument));
    return { tooLarge };
  };
}

const isConnectionGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && CONNECTION_GONE.has(String(error.code));

async function expectNoErrors(answer: ReturnType<NodeHttpHandler['handle']>): Promise<void> {
  let statusCode: number;
  let body: unknown;
  try {
    const { response } = await answer;
    statusCode = response.statusCode;
    body = await json(response.body);
  } catch (cause) {
    throw new PublishError('The API could not be reached.', [], { cause });
  }
  const errors = (body as { errors?: { errorType?: string }[] } | null)?.errors ?? [];
  if (statusCode >= 300 || errors.length > 0) {
    // GraphQL answers 200 with errors inside; messages may quote variables, so only the types are kept.
    const kinds = [...new Set(errors.map((error) => String(error.errorType ?? 'unknown')))];
    throw new PublishError(`The API refused a publication (HTTP ${statusCode}: ${kinds.join(', ')}).`, kinds);
  }
}
