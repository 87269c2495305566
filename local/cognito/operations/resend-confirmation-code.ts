// ResendConfirmationCode: a new code for an account that is not confirmed yet.
import type { Operation } from '../cognito-context';
import { deliveredTo } from '../mail/code-delivery';
import { sendCode } from '../mail/send-code';
import { invalidParameter } from '../request-body';
import { attributeOf } from '../users/attributes';
import { requireKnownClient } from './known-client';
import { userNotFound } from './user-not-found';

export const resendConfirmationCode: Operation = async (cognito, body) => {
  requireKnownClient(cognito, body);
  const name = body.text('Username');
  const user = await cognito.users.find(name);
  if (!user) {
    if (!cognito.settings.client.hidesUnknownUsers) throw userNotFound();
    return { CodeDeliveryDetails: deliveredTo(name) };
  }
  if (user.UserStatus !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
  const email = attributeOf(user, 'email') ?? '';
  await sendCode(cognito, 'signUp', user.Username, email);
  return { CodeDeliveryDetails: deliveredTo(email) };
};
