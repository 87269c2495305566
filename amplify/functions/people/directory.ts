// What the people function needs of the user pool, in the words of the domain.
import type { Person, Role } from '../../../domain/people/person';

/** A person as the pool knows them, without their role. */
export type Account = Omit<Person, 'role'>;

/** The user pool. Every call throws when the pool cannot be reached. */
export interface Directory {
  /** A page of everybody who signed up, at most 60. */
  list(nextToken: string | null): Promise<{ accounts: Account[]; nextToken: string | null }>;
  /** One person, null when there is none of that user name. */
  find(username: string): Promise<Account | null>;
  /** Everybody in a group. */
  members(role: Role): Promise<Account[]>;
  /** The groups that a person is in, the product's three only. */
  rolesOf(username: string): Promise<Role[]>;
  addTo(role: Role, username: string): Promise<void>;
  removeFrom(role: Role, username: string): Promise<void>;
  /** Disabling also revokes what the person is signed in with (Cognito: AdminDisableUser). */
  setEnabled(username: string, enabled: boolean): Promise<void>;
}
