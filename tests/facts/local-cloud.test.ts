// docs/local-cloud.md says which test proves what: those tests exist, and no service goes without.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const [services = '', tests = ''] = readFileSync(join(ROOT, 'docs/local-cloud.md'), 'utf8').split(
  '## What is tested where',
);
/** The first cells of a table's rows, without its head. */
const firstCells = (text: string) => [...text.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) => cell.trim());
const rows = tests.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| service'));

it('every row names a test, and every test that is named exists', () => {
  expect(rows.length).toBeGreaterThan(30);
  for (const row of rows) {
    const files = [...row.matchAll(/`((?:local|tests)\/[\w./-]+\.test\.ts)`/g)].map(([, file = '']) => file);
    expect(files, row).not.toEqual([]);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  }
});

it('every service of the first table has its rows', () => {
  const named = new Set(rows.flatMap((row) => firstCells(row)));
  const listed = firstCells(services).filter((cell) => cell !== 'service');
  expect(listed.length).toBeGreaterThan(10);
  expect(listed.filter((service) => !named.has(service))).toEqual([]);
});
