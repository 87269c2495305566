// Who may use the dashboard: an admin's operations.
import { parsePersonRow } from '../../domain/people/parse-person-row';
import type { Person, Role } from '../../domain/people/person';
import { CloudError } from './cloud-error';
import { FIELDS } from './fields';
import { request } from './graphql';
import { fieldOf, parseRows } from './read-rows';

const LIST = `query People($nextToken: String) { listPeople(nextToken: $nextToken) { people { ${FIELDS.person} } nextToken } }`;
const SET_ROLE = `mutation SetRole($username: String!, $role: String) { setPersonRole(username: $username, role: $role) { ${FIELDS.person} } }`;
const SET_ENABLED = `mutation SetEnabled($username: String!, $enabled: Boolean!) { setPersonEnabled(username: $username, enabled: $enabled) { ${FIELDS.person} } }`;

/** One page of people; `nextToken` is null on the last. */
export interface PeoplePage {
  people: Person[];
  nextToken: string | null;
}

/** Fetches a page of the people who signed up. Throws CloudError. */
export async function fetchPeople(nextToken: string | null): Promise<PeoplePage> {
  const page = await request(LIST, 'listPeople', { nextToken });
  const rows = fieldOf(page, 'people');
  const following = fieldOf(page, 'nextToken');
  return {
    people: parseRows(Array.isArray(rows) ? rows : [], parsePersonRow),
    nextToken: typeof following === 'string' && following !== '' ? following : null,
  };
}

/** Gives a person a role, or takes it away with null. Returns the person as the server has them now. Throws CloudError. */
export async function setPersonRole(username: string, role: Role | null): Promise<Person> {
  return readPerson(await request(SET_ROLE, 'setPersonRole', { username, role }));
}

/** Lets a person in again or shuts them out. Returns the person as the server has them now. Throws CloudError. */
export async function setPersonEnabled(username: string, enabled: boolean): Promise<Person> {
  return readPerson(await request(SET_ENABLED, 'setPersonEnabled', { username, enabled }));
}

function readPerson(row: unknown): Person {
  const person = parsePersonRow(row);
  if (!person) throw new CloudError('refused', 'The answer names no person.');
  return person;
}
