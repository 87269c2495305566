// Every fact of docs/facts.md that concerns what exists has a test whose title names its number: `(fact 7)`,
// `(facts 15, 35)`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const ROOMS = ['amplify', 'domain', 'local', 'src', 'tests'];

/** Facts about what does not exist yet, and what that is. Whoever builds it takes the line away and writes the test. */
const NOT_YET: Record<number, string> = {};

describe('the facts', () => {
  const facts = [...readFileSync(join(ROOT, 'docs/facts.md'), 'utf8').matchAll(/^(\d+)\. /gm)].map(([, n]) =>
    Number(n),
  );
  const tested = testedFacts();

  it('are numbered from one on without a gap', () => {
    expect(facts).toEqual(facts.map((_, index) => index + 1));
    expect(facts.length).toBeGreaterThanOrEqual(37);
  });

  it('each have a test that names them, or a reason why there is nothing to test', () => {
    const missing = facts.filter((fact) => !tested.has(fact) && !(fact in NOT_YET));
    expect(missing).toEqual([]);
  });

  it('are not both tested and said to concern nothing that exists', () => {
    expect(Object.keys(NOT_YET).filter((fact) => tested.has(Number(fact)))).toEqual([]);
  });

  it('are named by tests only where they exist', () => {
    expect([...tested].filter((fact) => !facts.includes(fact))).toEqual([]);
  });
});

function testedFacts(): Set<number> {
  const here = join('tests', 'facts', 'facts.test.ts');
  const files = ROOMS.flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .map((file) => join(room, file))
      .filter((file) => /\.test\.tsx?$/.test(file) && file !== here),
  );
  const numbers = new Set<number>();
  for (const file of files) {
    // In parentheses, so that prose which happens to say "fact" counts for nothing.
    for (const [, list = ''] of readFileSync(join(ROOT, file), 'utf8').matchAll(/\(facts? ([\d, ]+)\)/g)) {
      for (const number of list.split(',')) numbers.add(Number(number));
    }
  }
  return numbers;
}
