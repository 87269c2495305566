// The app in a real browser, signed in, on a cloud of its own.
import type { CDPSession, Page } from 'playwright-core';
import { launchBrowser, signedInPage } from '../../tests/e2e/browser';
import type { BenchCloud } from '../start-cloud';
import { openDebugger } from './in-page';

export interface OpenPage {
  page: Page;
  session: CDPSession;
  /** Goes to a page of the app and waits until nothing on it loads any more. */
  goTo(path: string): Promise<void>;
}

const LOADED_WITHIN_MS = 60_000;

/** Lets `use` use the app, and closes it whatever happens. Throws an Error when the page had problems. */
export async function withPage<T>(cloud: BenchCloud, use: (open: OpenPage) => Promise<T>): Promise<T> {
  const browser = await launchBrowser();
  try {
    const { page, problems } = await signedInPage(browser, cloud.appUrl, cloud.viewer);
    const session = await openDebugger(page);
    const found = await use({
      page,
      session,
      async goTo(path) {
        await page.goto(new URL(path, cloud.appUrl).href);
        await page.getByRole('heading', { level: 1 }).waitFor({ timeout: LOADED_WITHIN_MS });
        await page.waitForFunction(() => document.querySelector('[aria-busy=true], .skeleton') === null, undefined, {
          timeout: LOADED_WITHIN_MS,
        });
      },
    });
    if (problems.length > 0) throw new Error(`The page had problems: ${problems.join('; ')}`);
    return found;
  } finally {
    await browser.close();
  }
}
