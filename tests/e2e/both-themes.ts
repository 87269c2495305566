// Looks at an open page in both themes.
import type { Page } from 'playwright-core';
import { accessibilityProblems } from './accessibility';

/** Returns what axe finds wrong in the light and in the dark theme, each line with its theme; empty when nothing is. */
export async function problemsInBothThemes(page: Page): Promise<string[]> {
  const problems: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    // Half-way through a change of colour every contrast is wrong.
    await page.waitForFunction(() => document.getAnimations().every((each) => !(each instanceof CSSTransition)));
    problems.push(...(await accessibilityProblems(page)).map((problem) => `${colorScheme}: ${problem}`));
  }
  return problems;
}
