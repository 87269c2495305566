// Another engine in place of ours, reached over HTTP: Amazon's DynamoDB Local or Moto, for the check that they answer alike.
import { createHash } from 'node:crypto';
import { REGION } from '../assembly/assembly';
import { DatabaseEngineError, type Engine, readAnswer } from './engine';

/**
 * Returns the engine at `endpoint`. DynamoDB Local keeps the tables of each access key apart, Moto those of each account:
 * `path`, the folder where our own engine would keep its data, becomes one. Indexes of a table that exists cannot be changed.
 */
export function remoteEngine(endpoint: string, path: string): Engine {
  const digest = createHash('sha256').update(path).digest();
  const accessKeyId = digest.toString('hex').slice(0, 20).toUpperCase();
  const accountId = String(digest.readUIntBE(0, 6) % 1e12).padStart(12, '0');
  // DynamoDB Local reads the key and the region from it, and verifies nothing.
  const credential = `${accessKeyId}/20260101/${REGION}/dynamodb/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
  const forward: Engine['forward'] = async (operation, body) => {
    const headers = {
      authorization,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20260101T000000Z',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-moto-account-id': accountId,
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
