// How an operation of the AWS IoT API is described, and how a request finds its own.
import { AwsError, type AwsRequest } from '../../gateway/aws-service';
import type { CertificateAuthority } from '../certificates/certificate-authority';
import type { IotRegistry } from '../registry/iot-registry';

/** What operations work with. */
export interface IotControl {
  registry: IotRegistry;
  authority: CertificateAuthority;
  now: () => number;
  /** The host that devices connect to. */
  endpointAddress: string;
}

/** A request with its path taken apart. */
export interface IotRequest {
  /** Path parameters, decoded. */
  path: (name: string) => string;
  query: URLSearchParams;
  header: (name: string) => string;
  /** The JSON body; empty when there is none. */
  body: Readonly<Record<string, unknown>>;
}

export interface IotOperation {
  /** As in `iot:<name>`. */
  name: string;
  method: string;
  /** `/things/{thingName}`. */
  path: string;
  /** The ARN that the caller needs permission for; `*` for operations without resource types (service authorization reference). */
  resource: (request: IotRequest) => string;
  run: (control: IotControl, request: IotRequest) => Promise<object>;
}

export const NO_RESOURCE_TYPE = () => '*';

/** Returns a refusal with the service's name for a request that breaks its rules. */
export function invalidRequest(problem: string): AwsError {
  return new AwsError('InvalidRequestException', problem, 400);
}

/** Returns a refusal for something that is not there. */
export function notFound(what: string, name: string): AwsError {
  return new AwsError('ResourceNotFoundException', `${what} ${name} not found`, 404);
}

/**
 * Returns what finds the operation of a request and takes the request apart. It throws AwsError for an operation that the
 * local cloud does not have.
 */
export function operationFinder(service: string, operations: readonly IotOperation[]) {
  const routes = operations.map((operation) => ({
    operation,
    // Parameters are single, percent-encoded segments; a trailing `+` takes the rest of the path.
    pattern: new RegExp(
      `^${operation.path.replace(/\{(\w+)\+\}/g, '(?<$1>.+)').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`,
    ),
  }));
  return (request: AwsRequest): { operation: IotOperation; request: IotRequest } => {
    for (const { operation, pattern } of routes) {
      const match = request.method === operation.method ? pattern.exec(request.path) : null;
      if (match) return { operation, request: takeApart(request, match.groups ?? {}) };
    }
    throw new AwsError(
      'NotImplementedException',
      `The local cloud does not support ${request.method} ${request.path} of ${service}.`,
      501,
    );
  };
}

function takeApart(request: AwsRequest, groups: Record<string, string>): IotRequest {
  return {
    path: (name) => decodeSegment(groups[name] ?? ''),
    query: request.query,
    header: (name) => {
      const value = request.headers[name];
      if (!value) throw invalidRequest(`The header ${name} is missing.`);
      return value;
    },
    get body() {
      return parseBody(request.body);
    },
  };
}

/** Returns a part of a path without its percent-encoding. Throws InvalidRequestException when it is not UTF-8. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalidRequest('The path is not percent-encoded UTF-8.');
  }
}

function parseBody(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    const json: unknown = JSON.parse(body.toString('utf8'));
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw invalidRequest('The request body is not a JSON object.');
}

/** Returns a text of the body. Throws InvalidRequestException when it is missing or no text. */
export function bodyText(request: IotRequest, name: string): string {
  const value = Object.hasOwn(request.body, name) ? request.body[name] : undefined;
  if (typeof value !== 'string' || value === '') throw invalidRequest(`${name} is missing.`);
  return value;
}
