import { describe, expect, it } from 'vitest';
import { isAdminSignUp } from './is-admin-sign-up';

const SIGN_UP = {
  triggerSource: 'PostConfirmation_ConfirmSignUp',
  userAttributes: { email: 'Ada@Example.org', email_verified: 'true' },
};

describe('isAdminSignUp', () => {
  it.each(['ada@example.org', 'bob@example.org, ADA@example.org '])('admits an address among %j', (adminEmails) => {
    expect(isAdminSignUp(SIGN_UP, adminEmails)).toBe(true);
  });

  it.each([
    ['a password reset', { ...SIGN_UP, triggerSource: 'PostConfirmation_ConfirmForgotPassword' }, 'ada@example.org'],
    [
      'an unverified address',
      { ...SIGN_UP, userAttributes: { email: 'ada@example.org', email_verified: 'false' } },
      'ada@example.org',
    ],
    ['another address', SIGN_UP, 'bob@example.org'],
    ['an address that only contains one of them', SIGN_UP, 'a@example.org'],
    ['an empty list', SIGN_UP, ''],
    [
      'an empty address and an empty entry',
      { ...SIGN_UP, userAttributes: { email: ' ', email_verified: 'true' } },
      'x@y.z',
    ],
    ['no address', { ...SIGN_UP, userAttributes: { email_verified: 'true' } }, 'ada@example.org'],
  ])('does not admit %s (fact 31)', (_title, confirmation, adminEmails) => {
    expect(isAdminSignUp(confirmation, adminEmails)).toBe(false);
  });
});
