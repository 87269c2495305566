// A real Chromium with a fresh profile, driven by role and accessible name.
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

// Far longer than anything takes; a test that waits in vain says so soon.
const DEADLINE_MS = 15_000;

/** Starts Chromium. `CHROMIUM` names another binary than the system's. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGUMENTS });
}

export interface Account {
  email: string;
  password: string;
}

/** Opens `url` in a fresh profile and signs in as `account`. What the page logs as errors is kept in `problems`. */
export async function signedInPage(
  browser: Browser,
  url: string,
  account: Account,
  options: { width?: number; height?: number; colorScheme?: 'light' | 'dark'; proxy?: string } = {},
): Promise<{ context: BrowserContext; page: Page; problems: string[] }> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    colorScheme: options.colorScheme ?? 'light',
    // By itself Chromium goes past a proxy to this machine's own addresses.
    ...(options.proxy && { proxy: { server: options.proxy, bypass: '<-loopback>' } }),
  });
  context.setDefaultTimeout(DEADLINE_MS);
  const page = await context.newPage();
  const problems = recordProblems(page);
  await page.goto(url);
  await signIn(page, account);
  return { context, page, problems };
}

/** Fills in the sign-in form of an open page and waits until it is gone. */
export async function signIn(page: Page, { email, password }: Account): Promise<void> {
  await page.locator('input[name=username]').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.locator('form button[type=submit]').click();
  await page.locator('input[name=password]').waitFor({ state: 'detached' });
}

/** Collects uncaught errors and blocked content (Content-Security-Policy) of a page. */
export function recordProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Refused to/.test(message.text())) {
      problems.push(message.text());
    }
  });
  return problems;
}
