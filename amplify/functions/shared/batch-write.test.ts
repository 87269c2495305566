import { describe, expect, it } from 'vitest';
import { type BatchTables, batchWrite, type KeyedItem } from './batch-write';
import type { Item } from './table-row';

const row = (key: string, value = key): KeyedItem => ({
  table: 'readings',
  key,
  item: { id: { S: key }, value: { S: value } },
});
const rows = (count: number) => Array.from({ length: count }, (_, i) => row(`k${i}`));
const invalid = () => Object.assign(new Error('invalid'), { name: 'ValidationException' });

/** A table in memory that behaves as the test says for each call. */
function fakeTable(behave: (items: Item[], call: number) => Item[] = () => []) {
  const stored = new Map<string, string>();
  const calls: number[] = [];
  const keep = (item: Item) => stored.set(item.id?.S ?? '', item.value?.S ?? '');
  const table: BatchTables = {
    putMany: async (given) => {
      const items = given.map(({ item }) => item);
      calls.push(items.length);
      if (new Set(items.map((item) => item.id?.S)).size < items.length) throw invalid();
      const unprocessed = behave(items, calls.length);
      for (const item of items) if (!unprocessed.includes(item)) keep(item);
      return structuredClone(unprocessed);
    },
    putOne: async ({ item }) => {
      if (item.id?.S === 'poison') throw invalid();
      keep(item);
    },
  };
  return { table, stored, calls };
}

const run = async (table: BatchTables, given: KeyedItem[]) => {
  const pauses: number[] = [];
  const errors: unknown[] = [];
  const failed = await batchWrite(table, given, {
    sleep: async (ms) => void pauses.push(ms),
    onError: (error) => errors.push(error),
  });
  return { failed: [...failed], pauses, errors };
};

describe('batchWrite', () => {
  it('writes in calls of at most 25', async () => {
    const { table, stored, calls } = fakeTable();
    expect((await run(table, rows(60))).failed).toEqual([]);
    expect(calls).toEqual([25, 25, 10]);
    expect(stored.size).toBe(60);
  });

  it('writes a repeated key once, the last one given (fact 29)', async () => {
    const { table, stored, calls } = fakeTable();
    await run(table, [row('a', 'first'), row('b'), row('a', 'last')]);
    expect(calls).toEqual([2]);
    expect(stored.get('a')).toBe('last');
  });

  it('tries unprocessed rows again, with growing pauses (fact 29)', async () => {
    const { table, stored, calls } = fakeTable((items, call) => (call < 3 ? items.slice(1) : []));
    const { failed, pauses } = await run(table, rows(4));
    expect({ failed, calls, pauses }).toEqual({ failed: [], calls: [4, 3, 2], pauses: [50, 100] });
    expect(stored.size).toBe(4);
  });

  it('gives up on rows that are never processed, and names them alone', async () => {
    const { table } = fakeTable((items) => items.filter((item) => item.id?.S === 'k2'));
    const { failed, pauses, errors } = await run(table, rows(4));
    expect(failed).toEqual(['k2']);
    expect(pauses).toHaveLength(5);
    expect(errors).toHaveLength(1);
  });

  it('finds the one row that makes a call invalid', async () => {
    const { table, stored } = fakeTable((items) => {
      if (items.some((item) => item.id?.S === 'poison')) throw invalid();
      return [];
    });
    const { failed } = await run(table, [...rows(3), row('poison')]);
    expect(failed).toEqual(['poison']);
    expect(stored.size).toBe(3);
  });

  it('fails only the rows of a call that fails', async () => {
    const { table, stored } = fakeTable((_items, call) => {
      if (call === 1) throw new Error('no network');
      return [];
    });
    const { failed } = await run(table, rows(30));
    expect(failed).toHaveLength(25);
    expect(stored.size).toBe(5);
  });
});
