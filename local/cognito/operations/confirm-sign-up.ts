// ConfirmSignUp: the code from the e-mail confirms the account, and thereby the address.
import { AwsError } from '../../gateway/aws-service';
import type { Operation } from '../cognito-context';
import { expiredCode } from '../mail/confirmation-codes';
import { runPostConfirmation } from '../post-confirmation';
import { withAttributes } from '../users/attributes';
import { requireKnownClient } from './known-client';
import { userNotFound } from './user-not-found';

export const confirmSignUp: Operation = async (cognito, body) => {
  requireKnownClient(cognito, body);
  const user = await cognito.users.find(body.text('Username'));
  const code = body.text('ConfirmationCode');
  if (!user) throw cognito.settings.client.hidesUnknownUsers ? expiredCode() : userNotFound();
  if (user.UserStatus !== 'UNCONFIRMED') {
    throw new AwsError('NotAuthorizedException', `User cannot be confirmed. Current status is ${user.UserStatus}`);
  }
  await cognito.codes.redeem('signUp', user.Username, code);
  const confirmed = await cognito.users.change(user.Username, (newest) => ({
    UserStatus: 'CONFIRMED',
    Attributes: withAttributes(newest.Attributes, { Name: 'email_verified', Value: 'true' }),
  }));
  if (confirmed) await runPostConfirmation(cognito, 'PostConfirmation_ConfirmSignUp', confirmed);
  return {};
};
