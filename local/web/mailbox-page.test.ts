import { expect, it } from 'vitest';
import { mailboxPage } from './mailbox-page';

const mail = {
  id: 'one',
  sentAt: Date.UTC(2026, 0, 2, 3, 4, 5),
  to: 'ann@example.com',
  subject: 'Verify your new account',
  body: 'The code is 012345',
  code: '012345',
};

it('shows the code, the address and the time', () => {
  const page = mailboxPage([mail]);
  expect(page).toContain('<code>012345</code>');
  expect(page).toContain('To ann@example.com');
  expect(page).toContain('<time datetime="2026-01-02T03:04:05.000Z">');
});

it('says so when it is empty', () => {
  expect(mailboxPage([])).toContain('No mail yet');
});

it('lets no mail become markup', () => {
  const hostile = `"><img src=x onerror=alert(1)><script>alert('1')</script>&`;
  const page = mailboxPage([{ ...mail, to: hostile, subject: hostile, body: hostile, code: hostile, id: hostile }]);
  expect(page).not.toContain('<img');
  expect(page).not.toContain("alert('");
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
});
