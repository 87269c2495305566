// The SDK's client on the engine itself, without a network.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HttpResponse } from '@smithy/protocol-http';
import { REGION } from '../assembly/assembly';
import type { Engine } from './engine';

const utf8 = new TextDecoder();
// The SDK's bytes warn on the terminal when they are used as a text, as Buffer.from does; a plain view of them does not.
const textOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  utf8.decode(new Uint8Array(buffer, byteOffset, byteLength));

/** A client whose requests the engine answers directly; nobody looks at its credentials. Destroy it yourself. */
export function createEngineClient(engine: Engine): DynamoDBClient {
  return new DynamoDBClient({
    region: REGION,
    endpoint: 'http://dynamodb.invalid',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestHandler: {
      metadata: { handlerProtocol: 'message' },
      async handle({ headers, body }: { headers: Record<string, string>; body: string | Uint8Array }) {
        const operation = headers['x-amz-target']?.split('.')[1] ?? '';
        const answer = await engine.forward(operation, typeof body === 'string' ? body : textOf(body));
        return {
          response: new HttpResponse({
            statusCode: answer.status,
            headers: answer.headers ?? {},
            body: Buffer.from(answer.body),
          }),
        };
      },
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
      destroy: () => undefined,
    },
  });
}
