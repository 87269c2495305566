import { expect, test } from 'vitest';
import { planTable } from './plan-table';
import type { TableDefinition, TableIndex } from './table-definition';

const index = (name: string, hash: string): TableIndex => ({
  IndexName: name,
  KeySchema: [{ AttributeName: hash, KeyType: 'HASH' }],
  Projection: { ProjectionType: 'ALL' },
});

function table(change: Partial<TableDefinition> = {}): TableDefinition {
  return {
    TableName: 'Things',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'site', AttributeType: 'S' },
      { AttributeName: 'day', AttributeType: 'S' },
    ],
    GlobalSecondaryIndexes: [index('bySite', 'site')],
    LocalSecondaryIndexes: [],
    expiryAttribute: null,
    ...change,
  };
}

test.each([
  ['nothing there', null, table(), { kind: 'create' }],
  ['nothing changed', table(), table(), { kind: 'keep' }],
  [
    'another order of indexes',
    table({ GlobalSecondaryIndexes: [index('byDay', 'day'), index('bySite', 'site')] }),
    table({ GlobalSecondaryIndexes: [index('bySite', 'site'), index('byDay', 'day')] }),
    { kind: 'keep' },
  ],
  [
    'an index added',
    table(),
    table({ GlobalSecondaryIndexes: [index('bySite', 'site'), index('byDay', 'day')] }),
    { kind: 'reindex', drop: [], build: [index('byDay', 'day')] },
  ],
  [
    'an index removed',
    table(),
    table({ GlobalSecondaryIndexes: [] }),
    { kind: 'reindex', drop: ['bySite'], build: [] },
  ],
  [
    'an index over another attribute',
    table(),
    table({ GlobalSecondaryIndexes: [index('bySite', 'day')] }),
    { kind: 'reindex', drop: ['bySite'], build: [index('bySite', 'day')] },
  ],
  [
    'an index over the same attribute with another type',
    table(),
    table({
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'site', AttributeType: 'N' },
      ],
    }),
    { kind: 'reindex', drop: ['bySite'], build: [index('bySite', 'site')] },
  ],
  [
    'a table whose creation was interrupted',
    { ...table(), TableStatus: 'CREATING' },
    table(),
    { kind: 'reindex', drop: [], build: [] },
  ],
  [
    'another key',
    table(),
    table({ KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' }] }),
    { kind: 'refuse', problem: 'The key of table Things has changed.' },
  ],
  [
    'another local index',
    table(),
    table({ LocalSecondaryIndexes: [index('local', 'id')] }),
    { kind: 'refuse', problem: 'The local secondary indexes of table Things have changed.' },
  ],
] as const)('%s', (_, onDisk, wanted, plan) => {
  expect(planTable(wanted, onDisk)).toEqual(plan);
});
