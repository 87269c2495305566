// PutRecordBatch.
import { AwsError } from '../gateway/aws-service';
import type { DeliveryStream } from './delivery-stream';
import { unavailable } from './put-record';
import { invalid, readRecord } from './read-record';

// Up to 500 records and 4 MiB in all (Firehose API reference, PutRecordBatch; Firehose quotas).
const MOST_RECORDS = 500;
const LARGEST_BATCH_BYTES = 4 * 1024 * 1024;

/** Puts up to 500 records on the stream; each succeeds or fails by itself. Throws AwsError for a batch that is none. */
export async function putRecordBatch(stream: DeliveryStream, fields: Record<string, unknown>): Promise<object> {
  const { Records: records } = fields;
  if (!Array.isArray(records) || records.length === 0 || records.length > MOST_RECORDS) {
    throw invalid(`Records must hold from 1 to ${MOST_RECORDS} records.`);
  }
  const read = records.map(readRecord);
  if (read.reduce((sum, { length }) => sum + length, 0) > LARGEST_BATCH_BYTES) {
    throw new AwsError('InvalidArgumentException', 'Records size exceeds 4 MB limit');
  }
  const outcomes = await Promise.allSettled(read.map((data) => stream.put(data)));
  const responses = outcomes.map((outcome) => {
    if (outcome.status === 'fulfilled') return { RecordId: outcome.value };
    const { code, message } = unavailable(outcome.reason);
    return { ErrorCode: code, ErrorMessage: message };
  });
  const failed = outcomes.filter(({ status }) => status === 'rejected').length;
  return { FailedPutCount: failed, Encrypted: false, RequestResponses: responses };
}
