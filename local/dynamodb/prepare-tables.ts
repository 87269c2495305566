// Brings the tables on disk in line with the template before anybody uses them. Items are never lost on the way.
import { TableRefusal } from '../settings/ports';
import type { Engine } from './engine';
import { planTable, type TableOnDisk } from './plan-table';
import type { TableDefinition } from './table-definition';

/** A table cannot become what the template says without losing its items. */
export class TableChangedError extends Error {
  override name = 'TableChangedError';
  readonly resolution = 'Give up all local data with `npm run reset`, or take the change back.';
  constructor(problem: string) {
    super(`${problem} Give up all local data with \`npm run reset\`, or take the change back.`);
  }
}

/**
 * Creates missing tables and adds, drops or rebuilds secondary indexes. Resolves when every table is active. Throws
 * TableChangedError when a key has changed. Tables that left the template stay on disk, untouched.
 */
export async function prepareTables(engine: Engine, tables: readonly TableDefinition[]): Promise<void> {
  const plans = [];
  for (const table of tables) {
    const plan = planTable(table, await describeTable(engine, table.TableName));
    if (plan.kind === 'refuse') throw new TableChangedError(plan.problem);
    plans.push({ table, plan });
  }
  // Only now, when nothing is refused: a start that fails has changed nothing.
  for (const { table, plan } of plans) {
    const { TableName: tableName, AttributeDefinitions: attributeDefinitions } = table;
    if (plan.kind === 'create') await create(engine, table);
    if (plan.kind === 'reindex') {
      await engine.reindex({ tableName, attributeDefinitions, drop: plan.drop, build: plan.build });
    }
  }
}

async function describeTable(engine: Engine, TableName: string): Promise<TableOnDisk | null> {
  try {
    const { Table } = await engine.call('DescribeTable', { TableName });
    return Table as TableOnDisk;
  } catch (error) {
    if (error instanceof TableRefusal && error.code === 'ResourceNotFoundException') return null;
    throw error;
  }
}

async function create(engine: Engine, table: TableDefinition): Promise<void> {
  const { expiryAttribute, GlobalSecondaryIndexes, LocalSecondaryIndexes, ...rest } = table;
  await engine.call('CreateTable', {
    ...rest,
    BillingMode: 'PAY_PER_REQUEST',
    ...(GlobalSecondaryIndexes.length > 0 ? { GlobalSecondaryIndexes } : {}),
    ...(LocalSecondaryIndexes.length > 0 ? { LocalSecondaryIndexes } : {}),
  });
  // Active within a turn or two of the engine's event loop.
  while ((await describeTable(engine, table.TableName))?.TableStatus !== 'ACTIVE') {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
