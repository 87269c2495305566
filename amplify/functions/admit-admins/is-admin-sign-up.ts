// Who becomes an admin by signing up: the addresses that the deployment names, once they are proven.

/** What Cognito tells after a confirmation. */
export interface Confirmation {
  triggerSource: string;
  userAttributes: Readonly<Record<string, string | undefined>>;
}

/**
 * Says whether a confirmation makes an admin: a sign-up (Cognito tells of password resets by the same trigger), with a
 * verified e-mail address that is among `adminEmails`, a list separated by commas. Case and blanks do not matter.
 */
export function isAdminSignUp(confirmation: Confirmation, adminEmails: string): boolean {
  const { email, email_verified: verified } = confirmation.userAttributes;
  if (confirmation.triggerSource !== 'PostConfirmation_ConfirmSignUp' || verified !== 'true' || !email) return false;
  const admins = adminEmails.split(',').map(normalize).filter(Boolean);
  return admins.includes(normalize(email));
}

const normalize = (email: string): string => email.trim().toLowerCase();
