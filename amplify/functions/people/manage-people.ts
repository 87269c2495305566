// The verbs of the people function: who is there, which role they have, whether they may come in.
import { type Person, ROLES, type Role } from '../../../domain/people/person';
import type { Account, Directory } from './directory';

/** Why a change was refused, in words for the admin who asked for it. */
export interface PeopleProblem {
  kind: 'unknownRole' | 'unknownPerson' | 'yourself' | 'lastAdmin';
  message: string;
}

/** The person after the change, or why there was none. */
export type PersonChange = { ok: true; person: Person } | { ok: false; problem: PeopleProblem };

/** Returns a page of everybody, with their roles. A person in several groups counts as the most powerful of them. */
export async function listPeople(
  directory: Directory,
  nextToken: string | null,
): Promise<{ people: Person[]; nextToken: string | null }> {
  const [page, ...members] = await Promise.all([
    directory.list(nextToken),
    ...ROLES.map(async (role) => new Set((await directory.members(role)).map(({ username }) => username))),
  ]);
  const roleOf = (username: string) => ROLES.find((_, i) => members[i]?.has(username)) ?? null;
  const people = page.accounts.map((account): Person => ({ ...account, role: roleOf(account.username) }));
  return { people, nextToken: page.nextToken };
}

/**
 * Puts a person into one group and out of the others; `role` null takes every group away. It takes effect when their
 * token is refreshed. Refused for oneself and for the last admin who can still sign in: nobody could let anybody in.
 */
export async function setPersonRole(
  directory: Directory,
  caller: string,
  username: string,
  role: string | null,
): Promise<PersonChange> {
  const wanted = role === null ? null : ROLES.find((known) => known === role);
  if (wanted === undefined) return refuse('unknownRole', `The roles are ${ROLES.join(', ')}, or none.`);
  const found = await mayChange(directory, caller, username, wanted !== 'admin');
  if (!found.ok) return found;
  const before = await directory.rolesOf(username);
  // Out first: should the second half fail, the person can do less than meant, never more.
  for (const old of before.filter((had) => had !== wanted)) await directory.removeFrom(old, username);
  if (wanted && !before.includes(wanted)) await directory.addTo(wanted, username);
  return { ok: true, person: { ...found.account, role: wanted } };
}

/** Lets a person sign in or not. Refused for oneself and for the last admin who can still sign in. */
export async function setPersonEnabled(
  directory: Directory,
  caller: string,
  username: string,
  enabled: boolean,
): Promise<PersonChange> {
  const found = await mayChange(directory, caller, username, !enabled);
  if (!found.ok) return found;
  await directory.setEnabled(username, enabled);
  const roles = await directory.rolesOf(username);
  return { ok: true, person: { ...found.account, enabled, role: highest(roles) } };
}

const highest = (roles: readonly Role[]): Role | null => ROLES.find((role) => roles.includes(role)) ?? null;

async function mayChange(
  directory: Directory,
  caller: string,
  username: string,
  takesAdminAway: boolean,
): Promise<{ ok: true; account: Account } | { ok: false; problem: PeopleProblem }> {
  const account = await directory.find(username);
  if (!account) return refuse('unknownPerson', 'There is no such person; the list may be out of date.');
  if (account.username === caller) {
    return refuse('yourself', 'You cannot change your own role or access; ask another admin to do it.');
  }
  if (takesAdminAway) {
    const admins = (await directory.members('admin')).filter(({ enabled }) => enabled);
    if (admins.length === 1 && admins[0]?.username === account.username) {
      return refuse('lastAdmin', 'This is the last admin who can sign in; make somebody else an admin first.');
    }
  }
  return { ok: true, account };
}

function refuse(kind: PeopleProblem['kind'], message: string): { ok: false; problem: PeopleProblem } {
  return { ok: false, problem: { kind, message } };
}
