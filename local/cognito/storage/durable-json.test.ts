import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DamagedFileError, DurableJson } from './durable-json';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'durable-'));
});
afterEach(() => rm(directory, { recursive: true }));
const open = () => DurableJson.open(path.join(directory, 'deep', 'a.json'), () => ({ numbers: [] as number[] }));

it('has on disk, when a commit resolves, all that was changed before it', async () => {
  const document = await open();
  await Promise.all(
    Array.from({ length: 50 }, async (_, i) => {
      document.value.numbers.push(i);
      await document.commit();
      expect((await open()).value.numbers).toContain(i);
    }),
  );
  expect((await open()).value.numbers).toHaveLength(50);
});

it('is readable by its owner alone', async () => {
  await (await open()).commit();
  expect((await stat(path.join(directory, 'deep', 'a.json'))).mode & 0o777).toBe(0o600);
});

it('refuses a damaged file and leaves it as it is', async () => {
  const file = path.join(directory, 'b.json');
  await writeFile(file, '{"numbers":[1');
  await expect(DurableJson.open(file, () => ({}))).rejects.toThrow(DamagedFileError);
  expect(await readFile(file, 'utf8')).toBe('{"numbers":[1');
});
