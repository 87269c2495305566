// The demonstration accounts: there at each start, with the password and role of that start.
import { randomUUID } from 'node:crypto';
import type { Role } from '../../domain/people/person';
import { adminAddUserToGroup } from './admin/admin-add-user-to-group';
import { adminRemoveUserFromGroup } from './admin/admin-remove-user-from-group';
import type { CognitoContext } from './cognito-context';
import { formatVerifier, makeVerifier } from './passwords/password-verifier';
import { RequestBody } from './request-body';
import { withAttributes } from './users/attributes';
import { newUser } from './users/new-user';

export interface SeededPerson {
  email: string;
  password: string;
  role: Role | null;
}

/** Creates the accounts that are missing, confirmed and verified; sets password and role of all. No mail, no trigger. */
export async function seedPeople(cognito: CognitoContext, people: readonly SeededPerson[]): Promise<void> {
  for (const { email, password, role } of people) {
    const address = cognito.users.normalize(email);
    const fresh = newUser(cognito, randomUUID(), password, [{ Name: 'email', Value: address }]);
    await cognito.users.add(fresh, address);
    const user = await cognito.users.find(address);
    if (!user) throw new Error(`${address} could not be created.`);
    const verifier = makeVerifier(cognito.settings.poolName, user.Username, password);
    await cognito.users.change(user.Username, (newest) => ({
      UserStatus: 'CONFIRMED',
      Enabled: true,
      Password: formatVerifier(verifier),
      Attributes: withAttributes(newest.Attributes, { Name: 'email_verified', Value: 'true' }),
    }));
    for (const group of cognito.settings.groups) {
      const body = { UserPoolId: cognito.settings.poolId, Username: user.Username, GroupName: group.name };
      const membership = group.name === role ? adminAddUserToGroup : adminRemoveUserFromGroup;
      await membership(cognito, new RequestBody(body));
    }
  }
}
