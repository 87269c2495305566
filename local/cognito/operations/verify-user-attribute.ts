// VerifyUserAttribute: the code proves the signed-in user's address; a new address that waited takes effect.
import { AwsError } from '../../gateway/aws-service';
import type { Operation } from '../cognito-context';
import { addressOf } from '../mail/send-code';
import { invalidParameter } from '../request-body';
import { attributeOf, withAttributes } from '../users/attributes';
import { signedInUser } from './signed-in-user';

export const verifyUserAttribute: Operation = async (cognito, body) => {
  const user = await signedInUser(cognito, body);
  if (body.text('AttributeName', 64) !== 'email') throw invalidParameter('Only email can be verified.');
  const waiting = attributeOf({ Attributes: user.UnverifiedAttributeChanges ?? [] }, 'email');
  const email = waiting ?? attributeOf(user, 'email') ?? '';
  await cognito.codes.redeem('attribute', addressOf(user.Username, email), body.text('Code', 64));
  const owner = await cognito.users.find(email);
  if (owner && owner.Username !== user.Username) {
    throw new AwsError('AliasExistsException', 'An account with the given email already exists.');
  }
  await cognito.users.change(user.Username, (newest) => ({
    Attributes: withAttributes(
      newest.Attributes,
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ),
    UnverifiedAttributeChanges: undefined,
  }));
  return {};
};
