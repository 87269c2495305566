// The rooms' check must be able to fail, and must look at all of the code.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const planted: string[] = [];

function plant(file: string, source: string): void {
  const path = join(ROOT, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, source);
  planted.push(path);
}

function cruise(...targets: string[]): { modules: number; broken: string[] } {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.mjs',
      '-T',
      'json',
      ...targets,
    ],
    { cwd: ROOT, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  );
  if (!stdout) throw new Error(stderr);
  const { summary } = JSON.parse(stdout) as {
    summary: { totalCruised: number; violations: { rule: { name: string } }[] };
  };
  return { modules: summary.totalCruised, broken: summary.violations.map((violation) => violation.rule.name) };
}

afterEach(() => {
  for (const path of planted.splice(0)) rmSync(path);
});

describe('the rooms', () => {
  it.each([
    ['domain-is-pure', 'domain/telemetry/planted-import.ts', "import '../../local/settings/ports';\n"],
    ['domain-is-pure', 'domain/telemetry/planted-import.ts', "import 'node:fs';\n"],
    ['local-imports-domain-and-itself', 'local/planted-import.ts', "import '../amplify/iot/which-branch-ingests';\n"],
    [
      'app-takes-only-types-from-the-schema',
      'src/planted-import.ts',
      "import '../amplify/iot/which-branch-ingests';\n",
    ],
    ['nothing-imports-tests', 'local/planted-import.ts', "import '../tests/ensure-tool';\n"],
    ['functions-are-strangers', 'amplify/functions/people/planted-import.ts', "import '../core-status/handler';\n"],
  ])('%s stops %s', (rule, file, source) => {
    plant(file, source);
    expect(cruise(file).broken).toContain(rule);
  });

  it('keeps features from each other without naming them', () => {
    plant('src/features/planted-one/thing.ts', "import '../planted-two/thing';\n");
    plant('src/features/planted-two/thing.ts', 'export const thing = 1;\n');
    const { broken } = cruise('src/features/planted-one');
    rmSync(join(ROOT, 'src/features/planted-one'), { recursive: true });
    rmSync(join(ROOT, 'src/features/planted-two'), { recursive: true });
    planted.length = 0;
    expect(broken).toContain('features-are-strangers');
  });

  it('looks at the code at all', () => {
    expect(cruise('domain', 'amplify', 'src', 'local', 'tests').modules).toBeGreaterThan(200);
  });
}, 60_000);
