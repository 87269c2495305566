// SignUp: a new account, unconfirmed until the code from the e-mail is entered.
import { randomUUID } from 'node:crypto';
import { AwsError } from '../../gateway/aws-service';
import type { Operation } from '../cognito-context';
import { deliveredTo } from '../mail/code-delivery';
import { sendCode } from '../mail/send-code';
import { enforcePasswordPolicy } from '../passwords/password-policy';
import { invalidParameter } from '../request-body';
import { isEmail, readAttributes, withAttributes } from '../users/attributes';
import { newUser } from '../users/new-user';
import { requireKnownClient } from './known-client';

export const signUp: Operation = async (cognito, body) => {
  requireKnownClient(cognito, body);
  if (!cognito.settings.allowsSignUp) {
    throw new AwsError('NotAuthorizedException', 'SignUp is not permitted for this user pool');
  }
  const email = cognito.users.normalize(body.text('Username'));
  if (!isEmail(email)) throw invalidParameter('Username should be an email.');
  const password = body.text('Password', 256);
  enforcePasswordPolicy(cognito.settings.passwordPolicy, password);
  const attributes = readAttributes(body);
  const given = attributes.find(({ Name }) => Name === 'email');
  if (given && cognito.users.normalize(given.Value) !== email) {
    throw invalidParameter('User email cannot be updated since it is used as the username.');
  }

  const sub = randomUUID();
  const user = newUser(cognito, sub, password, withAttributes(attributes, { Name: 'email', Value: email }));
  if (!(await cognito.users.add(user, email))) {
    throw new AwsError('UsernameExistsException', 'An account with the given email already exists.');
  }
  await sendCode(cognito, 'signUp', sub, email);
  return { UserConfirmed: false, UserSub: sub, CodeDeliveryDetails: deliveredTo(email) };
};
