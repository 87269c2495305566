// ForgotPassword: mails the code with which a new password may be set.
import { AwsError } from '../../gateway/aws-service';
import type { Operation } from '../cognito-context';
import { deliveredTo } from '../mail/code-delivery';
import { sendCode } from '../mail/send-code';
import { invalidParameter } from '../request-body';
import { attributeOf } from '../users/attributes';
import { requireKnownClient } from './known-client';
import { userNotFound } from './user-not-found';

export const forgotPassword: Operation = async (cognito, body) => {
  requireKnownClient(cognito, body);
  const name = body.text('Username');
  const user = await cognito.users.find(name);
  if (!user) {
    if (!cognito.settings.client.hidesUnknownUsers) throw userNotFound();
    return { CodeDeliveryDetails: deliveredTo(name) };
  }
  if (!user.Enabled) throw new AwsError('NotAuthorizedException', 'User is disabled.');
  const email = attributeOf(user, 'email');
  if (!email || attributeOf(user, 'email_verified') !== 'true') {
    throw invalidParameter(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  }
  await sendCode(cognito, 'forgotPassword', user.Username, email);
  return { CodeDeliveryDetails: deliveredTo(email) };
};
