// The people of the pool: finding them by name or e-mail, changing their record one change after another, their groups.
import type { Group, User, UserPoolService } from 'cognito-local/lib/services/userPoolService.js';
import { CONTEXT } from './open-pool';

/** cognito-local's record. `Password` holds a formatted PasswordVerifier, never a password. */
export type PoolUser = User;
export type PoolGroup = Group;

export class UserDirectory {
  #lastChange: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly pool: UserPoolService,
    private readonly caseSensitive: boolean,
    private readonly now: () => number,
  ) {}

  /** A sign-in name as it is compared and kept: pools are case-insensitive unless the template says otherwise. */
  normalize(name: string): string {
    return this.caseSensitive ? name : name.toLowerCase();
  }

  /** By username, sub or e-mail address; null when there is none. */
  find(name: string): Promise<PoolUser | null> {
    return this.pool.getUserByUsername(CONTEXT, this.normalize(name));
  }

  /** Adds a user unless the name is taken; false when it is. */
  add(user: PoolUser, email: string): Promise<boolean> {
    return this.inTurn(async () => {
      if (await this.find(email)) return false;
      await this.pool.saveUser(CONTEXT, user);
      return true;
    });
  }

  /** Applies `change` to the newest record and resolves with it once it is on disk; null when the user is gone. */
  change(username: string, change: (user: PoolUser) => Partial<PoolUser>): Promise<PoolUser | null> {
    return this.inTurn(async () => {
      const user = await this.pool.getUserByUsername(CONTEXT, username);
      if (!user) return null;
      const changed = { ...user, ...change(user), UserLastModifiedDate: new Date(this.now()) };
      await this.pool.saveUser(CONTEXT, changed);
      return changed;
    });
  }

  /** Oldest first, so that pages of a list stay where they are. */
  async list(filter?: string): Promise<PoolUser[]> {
    const users = await this.pool.listUsers(CONTEXT, filter);
    return [...users].sort(
      (a, b) => a.UserCreateDate.getTime() - b.UserCreateDate.getTime() || (a.Username < b.Username ? -1 : 1),
    );
  }

  /** Names of the groups that a user is in. */
  groupsOf(user: PoolUser): Promise<readonly string[]> {
    return this.pool.listUserGroupMembership(CONTEXT, user);
  }

  /**
   * Runs changes one after another. cognito-local reads a record, waits and writes it back whole: of two changes at once,
   * one would be lost, a disabled account be enabled again.
   */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#lastChange.then(work);
    this.#lastChange = turn.catch(() => undefined);
    return turn;
  }
}
