// How somebody comes in: signs up, waits, is let in, gets another role, forgets the password, is shut out.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, startTestCloud, type TestCloud } from '../test-cloud';
import { problemsInBothThemes } from './both-themes';
import { launchBrowser, recordProblems, signedInPage } from './browser';

const EMAIL = 'newcomer@example.test';
const PASSWORD = 'Correct-Horse-7';
const NEW_PASSWORD = 'Battery-Staple-8';
const DEEP_LINK = '/devices/hall%3Asensor?window=1h';

let cloud: TestCloud;
let browser: Browser;
let admin: { page: Page; problems: string[] };
let newcomer: { page: Page; problems: string[] };

beforeAll(async () => {
  [cloud, browser] = await Promise.all([startTestCloud({ app: true }), launchBrowser()]);
  const account = cloud.people.find(({ role }) => role === 'admin');
  if (!account) throw new Error('There is no admin.');
  admin = await signedInPage(browser, `${cloud.appUrl}/settings/people`, account);
  const page = await (await browser.newContext()).newPage();
  newcomer = { page, problems: recordProblems(page) };
});

afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

const row = (email: string): Locator => admin.page.getByRole('listitem').filter({ hasText: email });
const roleOf = (email: string): Locator => admin.page.getByLabel(`Role of ${email}`);

/** The code of the newest mail to the newcomer that was sent after `known` mails. */
async function codeAfter(known: number): Promise<string> {
  return eventually('a mail with a code', () => {
    const mails = cloud.mailbox.list().filter(({ to }) => to === EMAIL);
    return mails.length > known ? mails[0]?.code : null;
  });
}

async function fillSignIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Account and settings' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('E-mail').waitFor();
}

describe('somebody new', () => {
  it('signs up with the code from the mail, and waits', async () => {
    const { page } = newcomer;
    await page.goto(cloud.appUrl + DEEP_LINK);
    await page.getByRole('tab', { name: 'Create account' }).click();
    expect(await problemsInBothThemes(page)).toEqual([]);
    await page.getByLabel('E-mail').fill(EMAIL);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Password again', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();

    const code = page.getByLabel('Code from the e-mail');
    await code.waitFor();
    expect(await problemsInBothThemes(page)).toEqual([]);
    await code.fill(await codeAfter(0));
    await page.getByRole('button', { name: 'Confirm' }).click();

    await page.getByRole('heading', { name: 'An admin has to let you in' }).waitFor();
    expect(await page.getByText(EMAIL).isVisible()).toBe(true);
    expect(await problemsInBothThemes(page)).toEqual([]);
  });

  it('still waits after asking too early', async () => {
    await newcomer.page.getByRole('button', { name: 'Check again' }).click();
    await newcomer.page.getByText('Nobody has let you in yet.').waitFor();
  });

  it('stands first on the admin’s list, and becomes a viewer', async () => {
    const { page } = admin;
    await page.reload();
    await page.getByRole('heading', { name: 'People' }).waitFor();
    const first = page.getByRole('list', { name: 'People' }).getByRole('listitem').first();
    await first.getByText('waiting').waitFor();
    expect(await first.innerText()).toContain(EMAIL);
    expect(await page.getByText('One person waits to be let in').isVisible()).toBe(true);
    expect(await problemsInBothThemes(page)).toEqual([]);

    await roleOf(EMAIL).selectOption('Viewer');
    await row(EMAIL).getByText('waiting').waitFor({ state: 'detached' });
    expect(await roleOf(EMAIL).inputValue()).toBe('viewer');
  });

  it('is in after “Check again”, on the page that they first opened', async () => {
    const { page } = newcomer;
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByRole('heading', { name: 'No such device' }).waitFor();
    expect(page.url()).toBe(cloud.appUrl + DEEP_LINK);
    expect(await page.getByText('hall:sensor').isVisible()).toBe(true);
    expect(await problemsInBothThemes(page)).toEqual([]);
  });
});

describe('a role', () => {
  it('of viewer leads to no page of people, not even by its address', async () => {
    const { page } = newcomer;
    const navigation = page.getByRole('navigation', { name: 'Main' });
    await navigation.getByRole('link', { name: 'Fleet' }).waitFor();
    expect(await navigation.getByRole('link', { name: 'People' }).count()).toBe(0);
    await page.goto(`${cloud.appUrl}/settings/people`);
    await page.getByRole('heading', { name: 'Only admins manage people' }).waitFor();
    expect(await page.getByText('admin@demo.test').count()).toBe(0);
    expect(await problemsInBothThemes(page)).toEqual([]);
  });

  it('that was changed takes effect when the token refreshes', async () => {
    const { page } = newcomer;
    await roleOf(EMAIL).selectOption('Operator');
    await eventually('the server confirmed', async () => (await roleOf(EMAIL).inputValue()) === 'operator');

    const role = async () => {
      await page.getByRole('button', { name: 'Account and settings' }).click();
      return page.getByRole('region', { name: 'Account and settings' }).innerText();
    };
    await page.reload();
    expect(await role()).toContain('Viewer');
    // More than an hour later by this page's clock, when its tokens have expired.
    await page.clock.setSystemTime(Date.now() + 3_700_000);
    await page.reload();
    expect(await role()).toContain('Operator');
  });

  it('is asked about before it is given or taken away, and can be called off', async () => {
    const { page } = admin;
    await roleOf(EMAIL).selectOption('Admin');
    const dialog = page.getByRole('dialog', { name: `Make ${EMAIL} an admin?` });
    await dialog.waitFor();
    expect(await problemsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await roleOf(EMAIL).inputValue()).toBe('operator');
  });

  it('cannot be changed by the person who has it', async () => {
    const own = row('admin@demo.test');
    await own.getByText('Admin · only another admin can change it').waitFor();
    expect(await roleOf('admin@demo.test').count()).toBe(0);
    expect(await own.getByRole('button').count()).toBe(0);
  });
});

describe('a password', () => {
  it('that was forgotten is replaced with a code from the mail', async () => {
    const { page } = newcomer;
    const mails = cloud.mailbox.list().filter(({ to }) => to === EMAIL).length;
    await page.keyboard.press('Escape');
    await signOut(page);
    await page.getByRole('button', { name: 'Forgot your password?' }).click();
    await page.getByLabel('E-mail').fill(EMAIL);
    expect(await problemsInBothThemes(page)).toEqual([]);
    await page.getByRole('button', { name: 'Send code' }).click();
    await page.getByLabel('Code from the e-mail').fill(await codeAfter(mails));
    await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
    await page.getByLabel('New password again', { exact: true }).fill(NEW_PASSWORD);
    expect(await problemsInBothThemes(page)).toEqual([]);
    await page.getByRole('button', { name: 'Set the new password' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });

  it('that is wrong, as the old one is now, says so', async () => {
    const { page } = newcomer;
    await fillSignIn(page, PASSWORD);
    await page.getByText('E-mail or password is wrong.').waitFor();
    expect(await problemsInBothThemes(page)).toEqual([]);
    await page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Fleet', exact: true }).waitFor();
  });
});

describe('somebody who is disabled', () => {
  it('cannot sign in, and is told so', async () => {
    await row(EMAIL).getByRole('button', { name: 'Disable' }).click();
    const dialog = admin.page.getByRole('dialog', { name: `Disable ${EMAIL}?` });
    await dialog.getByRole('button', { name: 'Disable' }).click();
    await row(EMAIL).getByText('disabled').waitFor();

    await signOut(newcomer.page);
    await fillSignIn(newcomer.page, NEW_PASSWORD);
    await newcomer.page.getByText('User is disabled.').waitFor();
  });

  it('comes in again once enabled', async () => {
    await row(EMAIL).getByRole('button', { name: 'Enable' }).click();
    await row(EMAIL).getByText('disabled').waitFor({ state: 'detached' });
    await newcomer.page.getByRole('button', { name: 'Sign in' }).click();
    await newcomer.page.getByRole('heading', { name: 'Fleet', exact: true }).waitFor();
  });
});

it('broke no Content-Security-Policy and raised no error', () => {
  expect(admin.problems).toEqual([]);
  expect(newcomer.problems).toEqual([]);
});
