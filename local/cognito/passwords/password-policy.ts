// The password policy of the template's user pool.
import { AwsError } from '../../gateway/aws-service';
import type { PasswordPolicy } from '../pool-settings';

/** Cognito's list of what counts as a symbol; a space counts too, but not at either end. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|(?<=\S) (?=\S)/;

/** Throws InvalidPasswordException, in Cognito's words, when the password does not conform. */
export function enforcePasswordPolicy(policy: PasswordPolicy, password: string): void {
  const refuse = (reason: string): never => {
    throw new AwsError('InvalidPasswordException', `Password did not conform with policy: ${reason}`);
  };
  if (password.length < policy.minimumLength) refuse('Password not long enough');
  if (password.length > 256) refuse('Password too long');
  if (policy.requireUppercase && !/[A-Z]/.test(password)) refuse('Password must have uppercase characters');
  if (policy.requireLowercase && !/[a-z]/.test(password)) refuse('Password must have lowercase characters');
  if (policy.requireNumbers && !/[0-9]/.test(password)) refuse('Password must have numeric characters');
  if (policy.requireSymbols && !SYMBOL.test(password)) refuse('Password must have symbol characters');
}
