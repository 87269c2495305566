// axe-core against an open page: WCAG 2.2 A and AA.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Returns what axe finds wrong, one line per finding with the element it stands on; empty when nothing is. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // Evaluated as an expression, so that the page's Content-Security-Policy need not allow inline scripts.
  await page.evaluate(source);
  return page.evaluate(async () => {
    type Finding = { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] };
    const axe = (globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Finding[] }> } }).axe;
    const { violations } = await axe.run({
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help} at ${node.target.join(' ')} (${node.failureSummary ?? ''})`),
    );
  });
}
