// The JSON body of a Cognito request, read field by field: everything in it is a stranger's.
import { AwsError } from '../gateway/aws-service';

/** The refusal of a malformed request. */
export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

export class RequestBody {
  constructor(readonly raw: Record<string, unknown>) {}

  /** Throws SerializationException when the text is no JSON object. */
  static parse(text: string): RequestBody {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new AwsError('SerializationException', 'The request is no JSON.');
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new AwsError('SerializationException', 'The request is no JSON object.');
    }
    return new RequestBody(value as Record<string, unknown>);
  }

  /** A text that must be there and is at most `longest` characters long. */
  text(key: string, longest = 2048): string {
    const value = this.optionalText(key, longest);
    if (!value) throw invalidParameter(`Missing required parameter ${key}`);
    return value;
  }

  /** A text that may be absent. */
  optionalText(key: string, longest = 131_072): string | undefined {
    const value = Object.hasOwn(this.raw, key) ? this.raw[key] : undefined;
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string' || value.length > longest) throw invalidParameter(`${key} is malformed.`);
    return value;
  }

  /** A whole number from 1 to `most`, or `fallback` when it is absent. */
  count(key: string, fallback: number, most: number): number {
    const value = this.raw[key] ?? fallback;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > most) {
      throw invalidParameter(`${key} must be from 1 to ${most}.`);
    }
    return value;
  }

  /** A nested object; an empty one when it is absent. */
  part(key: string): RequestBody {
    const value = Object.hasOwn(this.raw, key) ? this.raw[key] : undefined;
    if (value === undefined || value === null) return new RequestBody({});
    if (typeof value !== 'object' || Array.isArray(value)) throw invalidParameter(`${key} is malformed.`);
    return new RequestBody(value as Record<string, unknown>);
  }
}
