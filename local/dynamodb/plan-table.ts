// Decides what a table on disk needs in order to become what the template says.
import type { KeyPart, TableDefinition, TableIndex } from './table-definition';

/** What DescribeTable says of a table, as far as it matters here. */
export type TableOnDisk = Pick<TableDefinition, 'TableName' | 'KeySchema' | 'AttributeDefinitions'> &
  Partial<Pick<TableDefinition, 'GlobalSecondaryIndexes' | 'LocalSecondaryIndexes'>> & { TableStatus?: string };

/** `refuse` would lose data: only a person may decide that. */
export type TablePlan =
  | { kind: 'create' }
  | { kind: 'keep' }
  | { kind: 'reindex'; drop: string[]; build: TableIndex[] }
  | { kind: 'refuse'; problem: string };

/** Compares; `onDisk` is null when there is no such table. Never throws. */
export function planTable(wanted: TableDefinition, onDisk: TableOnDisk | null): TablePlan {
  if (!onDisk) return { kind: 'create' };
  if (keyOf(wanted.KeySchema, wanted) !== keyOf(onDisk.KeySchema, onDisk)) {
    return { kind: 'refuse', problem: `The key of table ${wanted.TableName} has changed.` };
  }
  const local = (table: TableOnDisk) => [...(table.LocalSecondaryIndexes ?? [])].map((i) => describe(i, table)).sort();
  if (local(wanted).join() !== local(onDisk).join()) {
    return { kind: 'refuse', problem: `The local secondary indexes of table ${wanted.TableName} have changed.` };
  }
  const existing = new Map((onDisk.GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName, index]));
  const build = wanted.GlobalSecondaryIndexes.filter((index) => {
    const before = existing.get(index.IndexName);
    return !before || describe(before, onDisk) !== describe(index, wanted);
  });
  const stays = new Set(wanted.GlobalSecondaryIndexes.filter((i) => !build.includes(i)).map((i) => i.IndexName));
  const drop = [...existing.keys()].filter((name) => !stays.has(name));
  // A process that died while creating a table left it "creating" for ever; an empty change sets that right.
  const isWhole = onDisk.TableStatus === undefined || onDisk.TableStatus === 'ACTIVE';
  if (build.length === 0 && drop.length === 0 && isWhole) return { kind: 'keep' };
  return { kind: 'reindex', drop, build };
}

type Attributes = Pick<TableOnDisk, 'AttributeDefinitions'>;

function keyOf(schema: readonly KeyPart[], { AttributeDefinitions }: Attributes): string {
  const parts = schema.map(({ AttributeName, KeyType }) => {
    const type = AttributeDefinitions.find((definition) => definition.AttributeName === AttributeName)?.AttributeType;
    return [AttributeName, KeyType, type];
  });
  return JSON.stringify(parts);
}

function describe({ IndexName, KeySchema, Projection }: TableIndex, attributes: Attributes): string {
  const extra = [...(Projection.NonKeyAttributes ?? [])].sort();
  return JSON.stringify([IndexName, keyOf(KeySchema, attributes), Projection.ProjectionType, extra]);
}
