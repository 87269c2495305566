// people: answers the API's people operations. The API lets admins only in; what is refused here is said in words.
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { makeLog } from '../shared/logger';
import { readEnvironment } from '../shared/read-environment';
import type { ResolverEvent } from '../shared/resolver-event';
import { cognitoDirectory } from './cognito-directory';
import { listPeople, type PersonChange, setPersonEnabled, setPersonRole } from './manage-people';

const { USER_POOL_ID } = readEnvironment(process.env, ['USER_POOL_ID']);
const directory = cognitoDirectory(new CognitoIdentityProviderClient({}), USER_POOL_ID);
const log = makeLog('people');

/** A change that was refused; its message is for the admin who asked. */
export class PersonChangeRefused extends Error {
  override name = 'PersonChangeRefused';
}

interface Arguments {
  nextToken?: string | null;
  username?: string;
  role?: string | null;
  enabled?: boolean;
}

/** Answers one operation of the API. Throws PersonChangeRefused with words for a person. */
export async function handler(event: ResolverEvent<Arguments>): Promise<unknown> {
  const { nextToken = null, username = '', role = null, enabled } = event.arguments;
  const caller = event.identity?.username ?? '';
  switch (event.fieldName) {
    case 'listPeople':
      return listPeople(directory, nextToken);
    case 'setPersonRole':
      log.info('Changing a role.', { caller, username, role: role ?? 'none' });
      return personOf(await setPersonRole(directory, caller, username, role));
    case 'setPersonEnabled':
      log.info('Changing access.', { caller, username, enabled: enabled === true });
      return personOf(await setPersonEnabled(directory, caller, username, enabled === true));
    default:
      throw new Error(`The people function does not answer ${event.fieldName}.`);
  }
}

function personOf(change: PersonChange) {
  if (!change.ok) throw new PersonChangeRefused(change.problem.message);
  return change.person;
}
