// What the template says of a table, read into DynamoDB's own words.
import type { Assembly, AssemblyResource } from '../assembly/assembly';

/** One part of a key. */
export interface KeyPart {
  AttributeName: string;
  KeyType: 'HASH' | 'RANGE';
}

/** A secondary index as CreateTable takes it. */
export interface TableIndex {
  IndexName: string;
  KeySchema: KeyPart[];
  Projection: { ProjectionType: string; NonKeyAttributes?: string[] };
}

/** A table as the template wants it. */
export interface TableDefinition {
  TableName: string;
  KeySchema: KeyPart[];
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[];
  GlobalSecondaryIndexes: TableIndex[];
  LocalSecondaryIndexes: TableIndex[];
  /** Holds epoch seconds, after which an item may be deleted; null without expiry. */
  expiryAttribute: string | null;
}

interface RawTable extends Partial<Omit<TableDefinition, 'expiryAttribute'>> {
  TimeToLiveSpecification?: { AttributeName?: string; Enabled?: unknown };
}

/** Returns every table of the assembly: Amplify's custom resource and DynamoDB's own. Throws an Error naming a malformed one. */
export function tableDefinitions(assembly: Assembly): TableDefinition[] {
  const resources = [...assembly.ofType('Custom::AmplifyDynamoDBTable'), ...assembly.ofType('AWS::DynamoDB::Table')];
  return resources.map(readTable);
}

function readTable(resource: AssemblyResource): TableDefinition {
  // Amplify's resource spells the same properties with a small first letter.
  const properties = capitalized(resource.properties) as RawTable;
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, LocalSecondaryIndexes } = properties;
  if (!Array.isArray(KeySchema) || !Array.isArray(AttributeDefinitions)) {
    throw new Error(`Table ${resource.logicalId} has no key schema or no attribute definitions.`);
  }
  const expiry = properties.TimeToLiveSpecification;
  return {
    TableName: resource.arn.slice(resource.arn.indexOf('/') + 1),
    KeySchema: KeySchema.map(readKeyPart),
    AttributeDefinitions: AttributeDefinitions.map(({ AttributeName, AttributeType }) => ({
      AttributeName,
      AttributeType,
    })),
    GlobalSecondaryIndexes: readIndexes(GlobalSecondaryIndexes),
    LocalSecondaryIndexes: readIndexes(LocalSecondaryIndexes),
    expiryAttribute: expiry && String(expiry.Enabled) === 'true' ? (expiry.AttributeName ?? null) : null,
  };
}

function readKeyPart({ AttributeName, KeyType }: KeyPart): KeyPart {
  return { AttributeName, KeyType };
}

function readIndexes(given: TableIndex[] | undefined): TableIndex[] {
  return (given ?? []).map(({ IndexName, KeySchema, Projection }) => ({
    IndexName,
    KeySchema: KeySchema.map(readKeyPart),
    Projection: {
      ProjectionType: Projection.ProjectionType ?? 'ALL',
      ...(Projection.NonKeyAttributes?.length ? { NonKeyAttributes: Projection.NonKeyAttributes } : {}),
    },
  }));
}

function capitalized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(capitalized);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.charAt(0).toUpperCase() + name.slice(1), capitalized(inner)]),
  );
}
