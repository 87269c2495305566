// Systems Manager's Parameter Store: the operations by which functions read settings and secrets, and people set them.
import { randomBytes } from 'node:crypto';
import { ACCOUNT_ID, type Assembly, REGION } from '../assembly/assembly';
import { AwsError, type AwsRequest, type AwsService } from '../gateway/aws-service';
import { openParameterStore, type ParameterStore, type StoredParameter } from './parameter-store';
import { ParameterRequest } from './read-parameter-request';

interface Operation {
  /** Members that the request may have. */
  members: readonly string[];
  /** The names, or the path, that the caller must be allowed. */
  resources(request: ParameterRequest): string[];
  perform(request: ParameterRequest, store: ParameterStore): unknown;
}

const OPERATIONS = new Map<string, Operation>([
  [
    'GetParameter',
    {
      members: ['Name', 'WithDecryption'],
      resources: (request) => [request.name()],
      perform(request, store) {
        const found = store.get(request.name());
        if (!found) throw notFound(request.name());
        return { Parameter: describe(found, request.flag('WithDecryption')) };
      },
    },
  ],
  [
    'GetParameters',
    {
      members: ['Names', 'WithDecryption'],
      resources: (request) => request.names(),
      perform(request, store) {
        const names = [...new Set(request.names())];
        const found = names.flatMap((name) => store.get(name) ?? []);
        return {
          Parameters: found.map((parameter) => describe(parameter, request.flag('WithDecryption'))),
          InvalidParameters: names.filter((name) => !store.get(name)),
        };
      },
    },
  ],
  [
    'GetParametersByPath',
    {
      members: ['Path', 'Recursive', 'WithDecryption', 'MaxResults', 'NextToken'],
      resources: (request) => [request.path()],
      perform: listByPath,
    },
  ],
  [
    'PutParameter',
    {
      members: ['Name', 'Type', 'Value', 'Overwrite'],
      resources: (request) => [request.name()],
      perform(request, store) {
        const known = store.get(request.name());
        if (known && !request.flag('Overwrite')) {
          throw new AwsError('ParameterAlreadyExists', 'The parameter already exists; set Overwrite to replace it.');
        }
        const { version } = store.put(request.name(), request.type(known?.type), request.value());
        return { Version: version, Tier: 'Standard' };
      },
    },
  ],
  [
    'DeleteParameter',
    {
      members: ['Name'],
      resources: (request) => [request.name()],
      perform(request, store) {
        if (!store.delete(request.name())) throw notFound(request.name());
        return {};
      },
    },
  ],
]);

/**
 * Returns the parameter store in `dataDirectory` as a service of the gateway, with what `assembly` declares. Without
 * WithDecryption a SecureString's value is an opaque text, as in AWS.
 */
export function startSsm(options: { dataDirectory: string; assembly: Assembly; nowMs: () => number }): AwsService {
  const store = openParameterStore(options.dataDirectory, options.assembly, options.nowMs);
  const read = (request: AwsRequest) => {
    const operation = OPERATIONS.get(request.operation);
    if (!operation) {
      throw new AwsError('UnknownOperationException', `${request.operation} is not supported by the local SSM.`);
    }
    return { operation, parsed: ParameterRequest.parse(request.body, operation.members) };
  };
  return {
    signingName: 'ssm',
    targetPrefix: 'AmazonSSM',
    permissions(request) {
      const { operation, parsed } = read(request);
      const action = `ssm:${request.operation}`;
      return operation.resources(parsed).map((name) => ({ action, resource: arnOf(name) }));
    },
    async handle(request) {
      const { operation, parsed } = read(request);
      const body = JSON.stringify(operation.perform(parsed, store));
      return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body };
    },
  };
}

function listByPath(request: ParameterRequest, store: ParameterStore): unknown {
  const [prefix, after] = [`${request.path()}/`, request.nextToken()];
  const below = store
    .all()
    .filter(({ name }) => name.startsWith(prefix) && (after === null || name > after))
    .filter(({ name }) => request.flag('Recursive') || !name.slice(prefix.length).includes('/'));
  const page = below.slice(0, request.maxResults());
  const last = below.length > page.length ? page.at(-1) : undefined;
  return {
    Parameters: page.map((parameter) => describe(parameter, request.flag('WithDecryption'))),
    ...(last ? { NextToken: Buffer.from(last.name).toString('base64url') } : {}),
  };
}

function describe({ name, type, value, version, modifiedAt }: StoredParameter, decrypted: boolean): unknown {
  return {
    Name: name,
    Type: type,
    Value: type === 'SecureString' && !decrypted ? randomBytes(48).toString('base64') : value,
    Version: version,
    LastModifiedDate: modifiedAt / 1000,
    ARN: arnOf(name),
    DataType: 'text',
  };
}

// A name with a leading slash does not double it in the ARN.
function arnOf(name: string): string {
  return `arn:aws:ssm:${REGION}:${ACCOUNT_ID}:parameter/${name.replace(/^\//, '')}`;
}

function notFound(name: string): AwsError {
  return new AwsError('ParameterNotFound', `There is no parameter "${name}".`);
}
