import { mkdirSync, mkdtempSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { contentHash } from './content-hash';

let root: string;
const write = (path: string, content: string) => writeFileSync(join(root, path), content);
const hash = (options?: string) => contentHash(root, ['amplify', 'lock.json', 'missing'], options);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fleetlight-hash-'));
  mkdirSync(join(root, 'amplify/iot'), { recursive: true });
  write('amplify/backend.ts', 'a');
  write('amplify/iot/rule.ts', 'b');
  write('lock.json', '{}');
});

describe('contentHash', () => {
  it('does not depend on time stamps, tests or generated files', async () => {
    const before = await hash();

    utimesSync(join(root, 'lock.json'), 1, 1);
    write('amplify/iot/rule.test.ts', 'test');
    write('amplify/tsconfig.tsbuildinfo', 'built');

    expect(await hash()).toBe(before);
    expect(before).toMatch(/^[0-9a-f]{24}$/);
  });

  it.each([
    ['a content', () => write('amplify/iot/rule.ts', 'c')],
    ['a name', () => renameSync(join(root, 'amplify/iot/rule.ts'), join(root, 'amplify/iot/rules.ts'))],
    ['a new file', () => write('amplify/new.ts', '')],
    ['where content ends', () => [write('amplify/backend.ts', ''), write('amplify/iot/rule.ts', 'ab')]],
  ])('changes with %s', async (_, change) => {
    const before = await hash();

    change();

    expect(await hash()).not.toBe(before);
  });

  it('changes with the options', async () => {
    expect(await hash('branch')).not.toBe(await hash('sandbox'));
  });
});
