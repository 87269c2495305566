// Makes a code and mails it in the template's words.
import type { CognitoContext } from '../cognito-context';
import type { CodePurpose } from './confirmation-codes';

/** Resolves once the mail is in the mailbox. `{####}` in the template's message stands for the code. */
export async function sendCode(
  cognito: CognitoContext,
  purpose: CodePurpose,
  username: string,
  email: string,
): Promise<void> {
  const { subject, body } =
    purpose === 'forgotPassword'
      ? { subject: 'Your password reset code', body: 'Your password reset code is {####}' }
      : cognito.settings.verificationMail;
  const code = await cognito.codes.issue(purpose, purpose === 'attribute' ? addressOf(username, email) : username);
  await cognito.mailbox.deliver({ to: email, subject, body: body.replaceAll('{####}', code), code });
}

/** Who an attribute's code is for: the user AND the address, so that no code proves an address that it was not sent to. */
export function addressOf(username: string, email: string): string {
  return `${username} ${email}`;
}
