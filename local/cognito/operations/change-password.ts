// ChangePassword: by a signed-in user who knows the present one.
import type { Operation } from '../cognito-context';
import { enforcePasswordPolicy } from '../passwords/password-policy';
import { formatVerifier, isPassword, makeVerifier, parseVerifier } from '../passwords/password-verifier';
import { wrongPassword } from './finish-sign-in';
import { signedInUser } from './signed-in-user';

export const changePassword: Operation = async (cognito, body) => {
  const user = await signedInUser(cognito, body);
  const { poolName, passwordPolicy } = cognito.settings;
  const previous = body.text('PreviousPassword', 256);
  const proposed = body.text('ProposedPassword', 256);
  if (!isPassword(parseVerifier(user.Password), poolName, user.Username, previous)) throw wrongPassword();
  enforcePasswordPolicy(passwordPolicy, proposed);
  const verifier = makeVerifier(poolName, user.Username, proposed);
  await cognito.users.change(user.Username, () => ({ Password: formatVerifier(verifier) }));
  return {};
};
