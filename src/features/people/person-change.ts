// What changing a person means, and when to ask first.
import type { Person, Role } from '../../../domain/people/person';

/** What an admin can do to a person. */
export type Change = { kind: 'role'; role: Role | null } | { kind: 'enabled'; enabled: boolean };

export const ROLE_WORDS: Record<Role, string> = { viewer: 'Viewer', operator: 'Operator', admin: 'Admin' };

/** Says whether a change takes something away or gives everything. */
export function needsConfirmation(person: Person, change: Change): boolean {
  if (change.kind === 'enabled') return !change.enabled;
  return change.role === null || change.role === 'admin' || person.role === 'admin';
}

/** Returns the question to ask before a change. */
export function consequence(person: Person, change: Change): { title: string; text: string; confirm: string } {
  const who = person.email || person.username;
  if (change.kind === 'enabled') {
    return {
      title: `Disable ${who}?`,
      text: 'They cannot sign in any more; a page that is open keeps working until its token runs out.',
      confirm: 'Disable',
    };
  }
  if (change.role === null) {
    return {
      title: `Take the role of ${who} away?`,
      text: 'They will wait to be let in again.',
      confirm: 'Take away',
    };
  }
  if (change.role === 'admin') {
    return {
      title: `Make ${who} an admin?`,
      text: 'An admin can let people in, shut people out and remove devices for good.',
      confirm: 'Make admin',
    };
  }
  return {
    title: `Make ${who} ${change.role === 'operator' ? 'an operator' : 'a viewer'}?`,
    text: 'They will no longer be able to manage people or remove devices.',
    confirm: 'Change role',
  };
}
