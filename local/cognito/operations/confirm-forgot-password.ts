// ConfirmForgotPassword: sets a new password with the code from the e-mail.
import { AwsError } from '../../gateway/aws-service';
import type { Operation } from '../cognito-context';
import { expiredCode } from '../mail/confirmation-codes';
import { enforcePasswordPolicy } from '../passwords/password-policy';
import { formatVerifier, makeVerifier } from '../passwords/password-verifier';
import { runPostConfirmation } from '../post-confirmation';
import { requireKnownClient } from './known-client';
import { userNotFound } from './user-not-found';

export const confirmForgotPassword: Operation = async (cognito, body) => {
  requireKnownClient(cognito, body);
  const user = await cognito.users.find(body.text('Username'));
  const code = body.text('ConfirmationCode');
  const password = body.text('Password', 256);
  enforcePasswordPolicy(cognito.settings.passwordPolicy, password);
  if (!user) throw cognito.settings.client.hidesUnknownUsers ? expiredCode() : userNotFound();
  if (!user.Enabled) throw new AwsError('NotAuthorizedException', 'User is disabled.');
  await cognito.codes.redeem('forgotPassword', user.Username, code);
  const verifier = makeVerifier(cognito.settings.poolName, user.Username, password);
  const changed = await cognito.users.change(user.Username, () => ({
    UserStatus: 'CONFIRMED',
    Password: formatVerifier(verifier),
  }));
  if (changed) await runPostConfirmation(cognito, 'PostConfirmation_ConfirmForgotPassword', changed);
  return {};
};
