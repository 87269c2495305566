// AppSync's scalars: what each accepts from a client, hands to a resolver, and gives back.
import { isAwsEmail, isAwsIpAddress, isAwsPhone, isAwsUrl } from './contact-data';
import { isAwsDate, isAwsDateTime, isAwsTime } from './date-and-time';
import { InvalidScalar } from './invalid-scalar';

/** A scalar's two directions. Both throw InvalidScalar. */
export interface ScalarCoercion {
  /** From the request to the resolver. */
  parse(value: unknown): unknown;
  /** From the resolver to the response. */
  serialize(value: unknown): unknown;
}

/** Every scalar that AppSync adds to GraphQL's own, by name. */
export const awsScalars: ReadonlyMap<string, ScalarCoercion> = new Map([
  ['AWSDate', checkedText(isAwsDate, 'date')],
  ['AWSTime', checkedText(isAwsTime, 'time')],
  ['AWSDateTime', checkedText(isAwsDateTime, 'DateTime Object')],
  ['AWSTimestamp', { parse: timestamp('parse'), serialize: timestamp('serialize') }],
  ['AWSEmail', checkedText(isAwsEmail, 'email')],
  ['AWSURL', checkedText(isAwsUrl, 'URL')],
  ['AWSPhone', checkedText(isAwsPhone, 'phone number')],
  ['AWSIPAddress', checkedText(isAwsIpAddress, 'IP address')],
  ['AWSJSON', { parse: parseJson, serialize: serializeJson }],
]);

function checkedText(isValid: (text: string) => boolean, kind: string): ScalarCoercion {
  const checkOn = (direction: 'parse' | 'serialize') => (value: unknown) => {
    if (typeof value === 'string' && isValid(value)) return value;
    throw new InvalidScalar(direction, value, kind);
  };
  return { parse: checkOn('parse'), serialize: checkOn('serialize') };
}

/** Whole seconds since 1970-01-01T00:00Z, before it negative. */
function timestamp(direction: 'parse' | 'serialize'): (value: unknown) => unknown {
  return (value) => {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    throw new InvalidScalar(direction, value, 'timestamp');
  };
}

/** "Any valid JSON construct is automatically parsed and loaded in the resolver code as maps, lists, or scalar values." */
function parseJson(value: unknown): unknown {
  if (typeof value !== 'string') throw new InvalidScalar('parse', value, 'JSON');
  try {
    return JSON.parse(value);
  } catch {
    throw new InvalidScalar('parse', value, 'JSON');
  }
}

/** AppSync writes JSON text of whatever the resolver returned; a string therefore comes back in quotes. */
function serializeJson(value: unknown): unknown {
  const json = JSON.stringify(value);
  if (json === undefined) throw new InvalidScalar('serialize', value, 'JSON');
  return json;
}
