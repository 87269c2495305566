// DynamoDB behind the local AWS endpoint: what the engine can do goes there unread, the rest is answered or refused here.
import { AwsError, type AwsRequest, type AwsResponse, type AwsService } from '../gateway/aws-service';
import type { Engine } from './engine';
import type { Faults } from './faults';
import { leaveUnprocessed } from './leave-unprocessed';
import { neededPermissions, tablesOf } from './needed-permissions';

/** The service. `expiry` maps a table to the attribute by which its items expire, and follows UpdateTimeToLive. */
export function createDynamoDbService(engine: Engine, expiry: Map<string, string>, faults: Faults): AwsService {
  return {
    signingName: 'dynamodb',
    targetPrefix: 'DynamoDB_20120810',
    permissions: (request) => neededPermissions(request.operation, readInput(request)),
    async handle(request) {
      const { operation } = request;
      if (operation === 'DescribeTimeToLive') return describeExpiry(expiry, readInput(request));
      if (operation === 'UpdateTimeToLive') return updateExpiry(expiry, readInput(request));
      const input = faults.isQuiet ? null : readInput(request);
      const fault = input && faults.take(operation, tablesOf(operation, input));
      switch (fault?.kind) {
        case undefined:
          return engine.forward(operation, request.body);
        case 'throttle':
          throw new AwsError(
            'ProvisionedThroughputExceededException',
            'The level of configured provisioned throughput for the table was exceeded.',
          );
        case 'refuseWrites':
          throw new AwsError('InternalServerError', 'Internal server error', 500);
        case 'invalid':
          throw new AwsError('ValidationException', 'One or more parameter values were invalid');
        case 'unprocessed':
          return leaveUnprocessed(engine, operation, input ?? {}, fault?.items ?? 1);
      }
    },
  };
}

function readInput({ body }: AwsRequest): Record<string, unknown> {
  try {
    const input: unknown = JSON.parse(body.toString());
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Record<string, unknown>;
  } catch {
    // Told below, like every other body that is no object.
  }
  throw new AwsError('SerializationException', 'The request body is not a JSON object.');
}

function describeExpiry(expiry: ReadonlyMap<string, string>, { TableName }: Record<string, unknown>): AwsResponse {
  const AttributeName = expiry.get(String(TableName));
  return respond({
    TimeToLiveDescription: AttributeName
      ? { TimeToLiveStatus: 'ENABLED', AttributeName }
      : { TimeToLiveStatus: 'DISABLED' },
  });
}

// Lasts until the next start: then the template decides again.
function updateExpiry(expiry: Map<string, string>, input: Record<string, unknown>): AwsResponse {
  const specification = input.TimeToLiveSpecification as { Enabled?: unknown; AttributeName?: unknown } | undefined;
  if (typeof specification?.AttributeName !== 'string' || typeof specification.Enabled !== 'boolean') {
    throw new AwsError('ValidationException', 'TimeToLiveSpecification needs Enabled and AttributeName.');
  }
  if (specification.Enabled) expiry.set(String(input.TableName), specification.AttributeName);
  else expiry.delete(String(input.TableName));
  return respond({ TimeToLiveSpecification: specification });
}

function respond(body: object): AwsResponse {
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) };
}
