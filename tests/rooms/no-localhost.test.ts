// The app and the backend know nothing of the laptop: what is local is injected by local/ alone.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const LOCAL = /localhost|127\.0\.0\.1|\[::1\]|:47\d\d\b|isLocal|NODE_ENV/;

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|js|html|css)$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => join(folder, name));
}

describe('src/ and amplify/', () => {
  it('name no local address and have no local mode', () => {
    const files = [...sources('src'), ...sources('amplify')];
    expect(files.length).toBeGreaterThan(50);
    const guilty = files.filter((file) => LOCAL.test(readFileSync(join(ROOT, file), 'utf8')));
    expect(guilty).toEqual([]);
  });
});
