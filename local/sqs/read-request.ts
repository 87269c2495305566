// Reads the fields of an SQS request. What a client sends is not to be trusted: every wrong type is a documented refusal.
import { AwsError } from '../gateway/aws-service';
import type { MessageAttribute } from './message';

/** A request's JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** Parses a body as one JSON object. Throws AwsError `SerializationException`. */
export function readFields(body: Buffer): Fields {
  try {
    const fields: unknown = JSON.parse(body.toString() || '{}');
    if (isFields(fields)) return fields;
  } catch {
    // Told below, like every other body that is no object.
  }
  throw new AwsError('SerializationException', 'The request body is not a JSON object.');
}

/** A required, non-empty string. Throws AwsError. */
export function readString(fields: Fields, name: string): string {
  const value = fields[name];
  if (value === undefined || value === null || value === '') {
    throw new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);
  }
  if (typeof value !== 'string') throw new AwsError('InvalidParameterValue', `The parameter ${name} is not a string.`);
  return value;
}

/** An optional whole number within a range. Throws AwsError. */
export function readInteger(fields: Fields, name: string, min: number, max: number): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
    throw new AwsError('InvalidParameterValue', `The parameter ${name} must be between ${min} and ${max}.`);
  }
  return value as number;
}

/** An optional list of strings. Throws AwsError. */
export function readNames(fields: Fields, name: string): string[] {
  const value = fields[name] ?? [];
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) {
    throw new AwsError('InvalidParameterValue', `The parameter ${name} is not a list of strings.`);
  }
  return value;
}

/** The entries of a batch: 1 to 10, each with an Id of its own (SQS quotas). Throws AwsError. */
export function readEntries(fields: Fields): (Fields & { Id: string })[] {
  const entries = fields.Entries;
  if (!Array.isArray(entries) || entries.length === 0) {
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > 10) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
    );
  }
  const ids = new Set<string>();
  for (const entry of entries) {
    if (!isFields(entry) || typeof entry.Id !== 'string' || !/^[\w-]{1,80}$/.test(entry.Id)) {
      throw new AwsError(
        'InvalidBatchEntryId',
        'A batch entry id is up to 80 letters, digits, hyphens or underscores.',
      );
    }
    if (ids.has(entry.Id)) throw new AwsError('BatchEntryIdsNotDistinct', `Id ${entry.Id} repeated.`);
    ids.add(entry.Id);
  }
  return entries as (Fields & { Id: string })[];
}

/** A message's own attributes: at most 10 (SQS quotas). Throws AwsError. */
export function readAttributes(fields: Fields): Record<string, MessageAttribute> {
  const given = fields.MessageAttributes ?? {};
  if (!isFields(given) || Object.keys(given).length > 10) {
    throw new AwsError('InvalidParameterValue', 'MessageAttributes must be an object of at most 10 attributes.');
  }
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, readAttribute(name, value)]));
}

function readAttribute(name: string, value: unknown): MessageAttribute {
  const invalid = (why: string) => new AwsError('InvalidParameterValue', `The message attribute '${name}' ${why}.`);
  if (!/^[\w.-]{1,256}$/.test(name)) throw invalid('has a name that is not allowed');
  if (!isFields(value) || typeof value.DataType !== 'string') throw invalid('must contain a data type');
  const { DataType: dataType, StringValue, BinaryValue } = value;
  switch (/^(String|Number|Binary)(\..+)?$/.exec(dataType)?.[1]) {
    case 'String':
    case 'Number':
      if (typeof StringValue !== 'string' || StringValue === '') throw invalid('must contain a non-empty StringValue');
      return { dataType, stringValue: StringValue };
    case 'Binary':
      if (typeof BinaryValue !== 'string' || BinaryValue === '') throw invalid('must contain a non-empty BinaryValue');
      return { dataType, binaryValue: BinaryValue };
    default:
      throw invalid('must have a type that starts with String, Number or Binary');
  }
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
