// Another engine in place of ours, reached over HTTP: Amazon's DynamoDB Local, for the check that both answer alike.
import { createHash } from 'node:crypto';
import { REGION } from '../assembly/assembly';
import { DatabaseEngineError, type Engine, readAnswer } from './engine';

/**
 * Returns the engine at `endpoint`. DynamoDB Local keeps the tables of each access key apart: `path`, the folder where our
 * own engine would keep its data, becomes one. Indexes of a table that exists cannot be changed.
 */
export function remoteEngine(endpoint: string, path: string): Engine {
  const accessKeyId = createHash('sha256').update(path).digest('hex').slice(0, 20).toUpperCase();
  // DynamoDB Local reads the key and the region from it, and verifies nothing.
  const credential = `${accessKeyId}/20260101/${REGION}/dynamodb/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
  const forward: Engine['forward'] = async (operation, body) => {
    const headers = {
      authorization,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20260101T000000Z',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
    };
    try {
      const response = await fetch(endpoint, { method: 'POST', headers, body: body.toString() });
      const crc32 = response.headers.get('x-amz-crc32');
      return {
        status: response.status,
        headers: { 'content-type': headers['content-type'], ...(crc32 ? { 'x-amz-crc32': crc32 } : {}) },
        body: await response.text(),
      };
    } catch (cause) {
      throw new DatabaseEngineError(`The database engine at ${endpoint} does not answer.`, { cause });
    }
  };
  return {
    forward,
    call: async (operation, input) => readAnswer(await forward(operation, JSON.stringify(input))),
    async reindex({ tableName }) {
      throw new DatabaseEngineError(`The indexes of ${tableName} cannot be changed at ${endpoint}.`);
    },
    stop: async () => undefined,
  };
}
