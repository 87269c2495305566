// GetUserAttributeVerificationCode: a code for the signed-in user's address, or for the new one that waits.
import type { Operation } from '../cognito-context';
import { deliveredTo } from '../mail/code-delivery';
import { sendCode } from '../mail/send-code';
import { invalidParameter } from '../request-body';
import { attributeOf } from '../users/attributes';
import { signedInUser } from './signed-in-user';

export const getUserAttributeVerificationCode: Operation = async (cognito, body) => {
  const user = await signedInUser(cognito, body);
  if (body.text('AttributeName', 64) !== 'email') throw invalidParameter('Only email can be verified.');
  const waiting = attributeOf({ Attributes: user.UnverifiedAttributeChanges ?? [] }, 'email');
  const email = waiting ?? attributeOf(user, 'email') ?? '';
  await sendCode(cognito, 'attribute', user.Username, email);
  return { CodeDeliveryDetails: deliveredTo(email) };
};
