// What the local tables stand for. A property that is in neither list stops the start.
import type { ResourceClaim } from '../assembly/resource-claim';

const ON_A_LAPTOP = {
  billing: 'Nothing is billed and nothing throttled.',
  disk: 'Encryption, backups and protection are the business of the disk that the data lies on.',
  stream: 'Nobody reads it: an event source mapping on a stream stops the start.',
};

/** The claims of this folder. */
export const DYNAMODB_CLAIMS: readonly ResourceClaim[] = [
  {
    type: 'Custom::AmplifyDynamoDBTable',
    properties: ['tableName', 'keySchema', 'attributeDefinitions', 'globalSecondaryIndexes', 'timeToLiveSpecification'],
    ignored: {
      ServiceToken: "Names the function that carries out the resource in AWS; here its work is this folder's.",
      billingMode: ON_A_LAPTOP.billing,
      provisionedThroughput: ON_A_LAPTOP.billing,
      streamSpecification: ON_A_LAPTOP.stream,
      sseSpecification: ON_A_LAPTOP.disk,
      pointInTimeRecoverySpecification: ON_A_LAPTOP.disk,
      deletionProtectionEnabled: ON_A_LAPTOP.disk,
      allowDestructiveGraphqlSchemaUpdates: 'Local data is only given up by `npm run reset`.',
      replaceTableUponGsiUpdate: 'A changed index is rebuilt in place; the items stay.',
    },
  },
  {
    type: 'AWS::DynamoDB::Table',
    properties: [
      'TableName',
      'KeySchema',
      'AttributeDefinitions',
      'GlobalSecondaryIndexes',
      'LocalSecondaryIndexes',
      'TimeToLiveSpecification',
    ],
    ignored: {
      BillingMode: ON_A_LAPTOP.billing,
      ProvisionedThroughput: ON_A_LAPTOP.billing,
      StreamSpecification: ON_A_LAPTOP.stream,
      SSESpecification: ON_A_LAPTOP.disk,
      PointInTimeRecoverySpecification: ON_A_LAPTOP.disk,
      DeletionProtectionEnabled: ON_A_LAPTOP.disk,
    },
  },
];
