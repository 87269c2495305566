// The SDK's client on the engine itself, without a network.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HttpResponse } from '@smithy/protocol-http';
import { REGION } from '../assembly/assembly';
import type { Engine } from './engine';

/** A client whose requests the engine answers directly; nobody looks at its credentials. Destroy it yourself. */
export function createEngineClient(engine: Engine): DynamoDBClient {
  return new DynamoDBClient({
    region: REGION,
    endpoint: 'http://dynamodb.invalid',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestHandler: {
      metadata: { handlerProtocol: 'message' },
      async handle({ headers, body }: { headers: Record<string, string>; body: string }) {
        const operation = headers['x-amz-target']?.split('.')[1] ?? '';
        const answer = await engine.forward(operation, body);
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
