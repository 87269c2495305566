// UpdateUserAttributes: a signed-in user changes their own attributes. A new address waits for the code sent to it when
// the template says so (AttributesRequireVerificationBeforeUpdate).
import { AwsError } from '../../gateway/aws-service';
import type { Operation } from '../cognito-context';
import { deliveredTo } from '../mail/code-delivery';
import { sendCode } from '../mail/send-code';
import { readAttributes, withAttributes } from '../users/attributes';
import { signedInUser } from './signed-in-user';

export const updateUserAttributes: Operation = async (cognito, body) => {
  const user = await signedInUser(cognito, body);
  const attributes = readAttributes(body).map(({ Name, Value }) => ({
    Name,
    Value: Name === 'email' ? cognito.users.normalize(Value) : Value,
  }));
  const email = attributes.find(({ Name }) => Name === 'email');
  const owner = email && (await cognito.users.find(email.Value));
  if (owner && owner.Username !== user.Username) {
    throw new AwsError('AliasExistsException', 'An account with the given email already exists.');
  }
  const waits = email !== undefined && cognito.settings.verifiedBeforeUpdate.includes('email');
  const unverified = email && !waits ? [{ Name: 'email_verified', Value: 'false' }] : [];
  const immediate = attributes.filter((attribute) => !(waits && attribute === email));
  await cognito.users.change(user.Username, (newest) => ({
    Attributes: withAttributes(newest.Attributes, ...immediate, ...unverified),
    UnverifiedAttributeChanges: waits ? [email] : newest.UnverifiedAttributeChanges,
  }));
  if (!email) return { CodeDeliveryDetailsList: [] };
  await sendCode(cognito, 'attribute', user.Username, email.Value);
  return { CodeDeliveryDetailsList: [deliveredTo(email.Value)] };
};
