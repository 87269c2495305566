import { describe, expect, it } from 'vitest';
import type { Role } from '../../../domain/people/person';
import type { Account, Directory } from './directory';
import { listPeople, setPersonEnabled, setPersonRole } from './manage-people';

/** A user pool in memory: user names with their groups; `!` in front means disabled. */
function fakeDirectory(people: Record<string, Role[]>) {
  const accounts = new Map<string, Account & { roles: Set<Role> }>();
  for (const [name, roles] of Object.entries(people)) {
    const username = name.replace('!', '');
    const enabled = !name.startsWith('!');
    const email = `${username}@x.test`;
    accounts.set(username, { username, email, enabled, status: 'CONFIRMED', createdAt: 1, roles: new Set(roles) });
  }
  const calls: string[] = [];
  const plain = ({ roles: _roles, ...account }: Account & { roles: Set<Role> }): Account => account;
  const directory: Directory = {
    list: async () => ({ accounts: [...accounts.values()].map(plain), nextToken: null }),
    find: async (username) => {
      const found = accounts.get(username);
      return found ? plain(found) : null;
    },
    members: async (role) => [...accounts.values()].filter(({ roles }) => roles.has(role)).map(plain),
    rolesOf: async (username) => [...(accounts.get(username)?.roles ?? [])],
    addTo: async (role, username) => {
      calls.push(`+${role}`);
      accounts.get(username)?.roles.add(role);
    },
    removeFrom: async (role, username) => {
      calls.push(`-${role}`);
      accounts.get(username)?.roles.delete(role);
    },
    setEnabled: async (username, enabled) => {
      calls.push(enabled ? 'enable' : 'disable');
      const account = accounts.get(username);
      if (account) account.enabled = enabled;
    },
  };
  return { directory, calls, rolesOf: (username: string) => [...(accounts.get(username)?.roles ?? [])] };
}

describe('listPeople', () => {
  it('shows who waits, and the most powerful of several groups', async () => {
    const { directory } = fakeDirectory({ ada: ['viewer', 'admin'], bob: [], eve: ['operator'] });
    const { people } = await listPeople(directory, null);
    expect(people.map(({ username, role }) => [username, role])).toEqual([
      ['ada', 'admin'],
      ['bob', null],
      ['eve', 'operator'],
    ]);
  });
});

describe('setPersonRole', () => {
  it('leaves a person in one group only, taking away before giving', async () => {
    const { directory, calls, rolesOf } = fakeDirectory({ ada: ['admin'], bob: ['viewer', 'operator'] });
    expect(await setPersonRole(directory, 'ada', 'bob', 'admin')).toMatchObject({
      ok: true,
      person: { role: 'admin' },
    });
    expect(calls).toEqual(['-viewer', '-operator', '+admin']);
    expect(rolesOf('bob')).toEqual(['admin']);
  });

  it('takes every group away', async () => {
    const { directory, rolesOf } = fakeDirectory({ ada: ['admin'], bob: ['viewer'] });
    expect(await setPersonRole(directory, 'ada', 'bob', null)).toMatchObject({ ok: true, person: { role: null } });
    expect(rolesOf('bob')).toEqual([]);
  });

  it.each([
    ['unknownRole', 'ada', 'bob', 'owner'],
    ['unknownPerson', 'ada', 'nobody', 'viewer'],
    ['yourself', 'ada', 'ada', 'viewer'],
    ['lastAdmin', 'eve', 'ada', 'viewer'],
    ['lastAdmin', 'eve', 'ada', null],
  ])('refuses with %s', async (kind, caller, username, role) => {
    const { directory, calls } = fakeDirectory({ ada: ['admin'], bob: ['viewer'], '!eve': ['admin'] });
    expect(await setPersonRole(directory, caller, username, role)).toMatchObject({ ok: false, problem: { kind } });
    expect(calls).toEqual([]);
  });
});

describe('setPersonEnabled', () => {
  it('disables and enables, and says the role', async () => {
    const { directory } = fakeDirectory({ ada: ['admin'], bob: ['viewer'] });
    const disabled = await setPersonEnabled(directory, 'ada', 'bob', false);
    expect(disabled).toMatchObject({ ok: true, person: { enabled: false, role: 'viewer' } });
    expect(await setPersonEnabled(directory, 'ada', 'bob', true)).toMatchObject({
      ok: true,
      person: { enabled: true },
    });
  });

  it('refuses to disable the last admin and oneself', async () => {
    const { directory, calls } = fakeDirectory({ ada: ['admin'], '!eve': ['admin'] });
    expect(await setPersonEnabled(directory, 'eve', 'ada', false)).toMatchObject({ problem: { kind: 'lastAdmin' } });
    expect(await setPersonEnabled(directory, 'ada', 'ada', false)).toMatchObject({ problem: { kind: 'yourself' } });
    expect(calls).toEqual([]);
  });
});
