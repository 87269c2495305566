// The bodies of Systems Manager's parameter operations, checked as its API Reference says. What is not supported is
// refused by name, never passed over.
import { AwsError } from '../gateway/aws-service';
import type { ParameterType } from './parameter-store';

const MAX_NAMES = 10;
const MAX_NAME_LENGTH = 1011;
const MAX_VALUE_BYTES = 4096;
const TYPES: ReadonlySet<string> = new Set(['String', 'StringList', 'SecureString']);

/** A request's body, read member by member. */
export class ParameterRequest {
  private constructor(private readonly members: ReadonlyMap<string, unknown>) {}

  /** Throws AwsError when the body is not a JSON object, or has members other than `allowed`. */
  static parse(body: Buffer, allowed: readonly string[]): ParameterRequest {
    const parsed = parseJson(body);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
      throw new AwsError('SerializationException', 'The body is not a JSON object.');
    }
    const members = new Map(Object.entries(parsed));
    const other = [...members.keys()].find((name) => !allowed.includes(name));
    if (other !== undefined) throw invalid(`${other} is not supported by the local parameter store`);
    return new ParameterRequest(members);
  }

  /** A parameter's name. Selectors (`name:version`) and ARNs are refused. */
  name(): string {
    return checkName(this.members.get('Name'));
  }

  names(): string[] {
    const names = this.members.get('Names');
    if (!Array.isArray(names) || names.length === 0 || names.length > MAX_NAMES) {
      throw invalid(`Names is a list of 1 to ${MAX_NAMES} names`);
    }
    return names.map(checkName);
  }

  /** The path of a hierarchy, without a trailing slash. */
  path(): string {
    const path = this.members.get('Path');
    if (typeof path !== 'string' || !path.startsWith('/')) throw invalid('Path begins with a slash');
    return path.replace(/\/+$/, '');
  }

  type(fallback: ParameterType | undefined): ParameterType {
    const type = this.members.get('Type') ?? fallback;
    if (typeof type !== 'string' || !TYPES.has(type)) throw invalid('Type is String, StringList or SecureString');
    return type as ParameterType;
  }

  value(): string {
    const value = this.members.get('Value');
    if (typeof value !== 'string' || value === '') throw invalid('Value is a text that is not empty');
    if (Buffer.byteLength(value) > MAX_VALUE_BYTES) throw invalid(`Value has at most ${MAX_VALUE_BYTES} bytes`);
    return value;
  }

  flag(member: 'WithDecryption' | 'Overwrite' | 'Recursive'): boolean {
    const value = this.members.get(member) ?? false;
    if (typeof value !== 'boolean') throw invalid(`${member} is true or false`);
    return value;
  }

  maxResults(): number {
    const value = this.members.get('MaxResults') ?? MAX_NAMES;
    if (!Number.isInteger(value) || Number(value) < 1 || Number(value) > MAX_NAMES) {
      throw invalid(`MaxResults is 1 to ${MAX_NAMES}`);
    }
    return Number(value);
  }

  /** The name after which the next page begins; null for the first page. */
  nextToken(): string | null {
    const token = this.members.get('NextToken');
    if (token === undefined || token === null) return null;
    if (typeof token !== 'string') throw new AwsError('InvalidNextToken', 'NextToken is not one that was given out.');
    return Buffer.from(token, 'base64url').toString('utf8');
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The body is not JSON.');
  }
}

function checkName(name: unknown): string {
  if (typeof name === 'string' && name.length <= MAX_NAME_LENGTH && /^[\w.\-/]+$/.test(name)) return name;
  throw invalid('a parameter name has letters, digits and ".-_/" (versions, labels and ARNs are not supported here)');
}

function invalid(problem: string): AwsError {
  return new AwsError('ValidationException', `${problem[0]?.toUpperCase()}${problem.slice(1)}.`);
}
