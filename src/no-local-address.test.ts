// The app must not know that it can run on a laptop: what differs there is one script that the local server adds.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const LOCAL = /localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0/;
const SELF = 'no-local-address.test.ts';

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name !== SELF)
    .map((entry) => join(entry.parentPath, entry.name));
}

it('names no local address', () => {
  const files = [...filesBelow(import.meta.dirname), join(import.meta.dirname, '../index.html')];
  const naming = files.filter((file) => LOCAL.test(readFileSync(file, 'utf8')));
  expect(files.length).toBeGreaterThan(80);
  expect(naming).toEqual([]);
});
