// Reads what a request of Firehose holds. What a client sends is not to be trusted.
import { asRecord } from '../assembly/json-record';
import { AwsError } from '../gateway/aws-service';

// "The maximum size of a record sent to Firehose, before base64-encoding, is 1,000 KiB" (Firehose quotas).
const LARGEST_RECORD_BYTES = 1000 * 1024;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Parses a body as one JSON object. Throws AwsError SerializationException. */
export function readFields(body: Buffer): Record<string, unknown> {
  try {
    const fields = asRecord(JSON.parse(body.toString()));
    if (fields) return fields;
  } catch {
    // Told below, like every other body that is no object.
  }
  throw new AwsError('SerializationException', 'The request body is not a JSON object.');
}

/** Returns the bytes of a Record. Throws AwsError ValidationException. */
export function readRecord(record: unknown): Buffer {
  const data = asRecord(record)?.Data;
  if (typeof data !== 'string' || !BASE64.test(data)) throw invalid('A record needs Data in base64.');
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length <= LARGEST_RECORD_BYTES) return bytes;
  throw invalid(`A record's Data must have a length less than or equal to ${LARGEST_RECORD_BYTES}.`);
}

export function invalid(problem: string): AwsError {
  return new AwsError('ValidationException', problem);
}
