// PutRecord.
import { AwsError } from '../gateway/aws-service';
import type { DeliveryStream } from './delivery-stream';
import { readRecord } from './read-record';

/** Puts one record on the stream. Throws AwsError. */
export async function putRecord(stream: DeliveryStream, fields: Record<string, unknown>): Promise<object> {
  const data = readRecord(fields.Record);
  try {
    return { RecordId: await stream.put(data), Encrypted: false };
  } catch (error) {
    throw unavailable(error);
  }
}

/** The answer when a record cannot be kept: its sender should slow down and try again. */
export function unavailable(cause: unknown): AwsError {
  const reason = cause instanceof Error ? cause.name : String(cause);
  return new AwsError(
    'ServiceUnavailableException',
    `The local delivery stream cannot keep the record: ${reason}.`,
    503,
  );
}
