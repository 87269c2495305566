// The keyboard as the only way around a page.
import type { Locator, Page } from 'playwright-core';

// More than any page of the app has stops before its content.
const MOST_PRESSES = 60;

/** Presses Tab (or `key`) until `target` has the focus. Throws when it is not reached. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
    await page.keyboard.press(key);
    if (await hasFocus(target)) return;
  }
  throw new Error(`${MOST_PRESSES} presses of ${key} never reached ${target}.`);
}

/** Says whether an element has the focus. */
export function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}

/**
 * Says whether one sees where the focus is: an outline or a ring of at least two pixels around the focused element, drawn
 * by itself, by its `::after` or, for a hidden radio button, by its label.
 */
export function isFocusVisible(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return false;
    const outlined = (style: CSSStyleDeclaration) =>
      style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
    const label = focused.closest('label');
    const styles = [getComputedStyle(focused), getComputedStyle(focused, '::after')];
    if (label) styles.push(getComputedStyle(label));
    return styles.some((style) => outlined(style) || style.boxShadow !== 'none');
  });
}
