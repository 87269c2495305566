// Amazon Data Firehose as a client sees it: AWS JSON 1.1. The table below is all that is supported.
import { ACCOUNT_ID, REGION } from '../assembly/assembly';
import { AwsError, type AwsService } from '../gateway/aws-service';
import type { DeliveryStream } from './delivery-stream';
import { putRecord } from './put-record';
import { putRecordBatch } from './put-record-batch';
import { invalid, readFields } from './read-record';

const OPERATIONS = new Map([
  ['PutRecord', putRecord],
  ['PutRecordBatch', putRecordBatch],
]);

/** The service over these streams, by name. Operations that are not in the table are refused by name. */
export function createFirehoseService(streams: ReadonlyMap<string, DeliveryStream>): AwsService {
  return {
    signingName: 'firehose',
    targetPrefix: 'Firehose_20150804',
    permissions({ operation, body }) {
      if (!OPERATIONS.has(operation)) throw unsupported(operation);
      const resource = `arn:aws:firehose:${REGION}:${ACCOUNT_ID}:deliverystream/${nameIn(readFields(body))}`;
      return [{ action: `firehose:${operation}`, resource }];
    },
    async handle({ operation, body }) {
      const run = OPERATIONS.get(operation);
      if (!run) throw unsupported(operation);
      const fields = readFields(body);
      const answer = await run(streamOf(streams, nameIn(fields)), fields);
      return {
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify(answer),
      };
    },
  };
}

/** Returns the stream. Throws AwsError ResourceNotFoundException. */
export function streamOf(streams: ReadonlyMap<string, DeliveryStream>, name: string): DeliveryStream {
  const stream = streams.get(name);
  if (stream) return stream;
  throw new AwsError('ResourceNotFoundException', `Firehose ${name} under account ${ACCOUNT_ID} not found.`);
}

function nameIn({ DeliveryStreamName: name }: Record<string, unknown>): string {
  if (typeof name === 'string' && /^[\w.-]{1,64}$/.test(name)) return name;
  throw invalid('DeliveryStreamName is up to 64 letters, digits, underscores, hyphens or periods.');
}

function unsupported(operation: string): AwsError {
  return new AwsError('UnknownOperationException', `The local cloud does not support firehose:${operation}.`);
}
