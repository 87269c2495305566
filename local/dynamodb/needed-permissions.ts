// Which policy actions on which ARNs a DynamoDB request needs, and which requests are not supported at all.
import { ACCOUNT_ID, REGION } from '../assembly/assembly';
import { AwsError, type NeededPermission } from '../gateway/aws-service';

const ON_ONE_TABLE = new Set([
  'DeleteItem',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetItem',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
  'UpdateTimeToLive',
]);
const BATCHES = new Set(['BatchGetItem', 'BatchWriteItem']);

// The engine would pass over it in silence.
const UNSUPPORTED_PARAMETER = 'ReturnValuesOnConditionCheckFailure';

/** The names of the tables that a request is about. Throws AwsError when it names none. */
export function tablesOf(operation: string, input: Record<string, unknown>): string[] {
  if (operation === 'ListTables') return [];
  if (!BATCHES.has(operation)) return [tableName(input.TableName)];
  const { RequestItems } = input;
  if (typeof RequestItems !== 'object' || RequestItems === null) {
    throw new AwsError('ValidationException', 'RequestItems is missing.');
  }
  return Object.keys(RequestItems).map(tableName);
}

/**
 * Returns what the caller must be allowed: the action on the table; on the index alone when an index is queried or scanned;
 * one permission per table of a batch (DynamoDB developer guide, API permissions). Throws AwsError for operations and
 * parameters that the local cloud does not support, naming them.
 */
export function neededPermissions(operation: string, input: Record<string, unknown>): NeededPermission[] {
  const action = `dynamodb:${operation}`;
  if (operation === 'ListTables') return [{ action, resource: '*' }];
  if (!ON_ONE_TABLE.has(operation) && !BATCHES.has(operation)) {
    throw new AwsError(
      'UnknownOperationException',
      `The local cloud does not support ${action}; tables come from the template, and its engine knows neither transactions, PartiQL nor streams.`,
    );
  }
  if (input[UNSUPPORTED_PARAMETER] !== undefined && input[UNSUPPORTED_PARAMETER] !== 'NONE') {
    throw new AwsError('ValidationException', `The local cloud does not support ${UNSUPPORTED_PARAMETER}.`);
  }
  const index = typeof input.IndexName === 'string' ? `/index/${input.IndexName}` : '';
  return tablesOf(operation, input).map((name) => ({
    action,
    resource: `arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/${name}${index}`,
  }));
}

function tableName(given: unknown): string {
  if (typeof given !== 'string' || given === '') throw new AwsError('ValidationException', 'TableName is missing.');
  // DynamoDB takes an ARN here too; the engine does not, and a name with a slash would widen the permission.
  if (!/^[\w.-]{3,255}$/.test(given)) {
    throw new AwsError('ValidationException', 'The local cloud takes tables by their plain name only.');
  }
  return given;
}
