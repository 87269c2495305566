import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PoolSettings } from '../pool-settings';
import { openPool } from './open-pool';
import { type PoolUser, UserDirectory } from './user-directory';

// The pool needs no other setting.
const settings = {
  poolId: 'eu-central-1_Test',
  poolName: 'Test',
  verifiedBeforeUpdate: [],
  client: { clientId: 'client' },
  groups: [],
} as unknown as PoolSettings;
const user: PoolUser = {
  Username: 'one',
  Attributes: [{ Name: 'email', Value: 'ann@example.com' }],
  Enabled: true,
  UserStatus: 'CONFIRMED',
  UserCreateDate: new Date(0),
  UserLastModifiedDate: new Date(0),
  Password: '',
  RefreshTokens: [],
};

let directory: string;
let users: UserDirectory;
beforeEach(async () => {
  directory = await mkdtemp(`${tmpdir()}/users-`);
  const { pool } = await openPool(settings, directory, () => 1000);
  users = new UserDirectory(pool, false, () => 1000);
});
afterEach(() => rm(directory, { recursive: true }));

it('loses none of the changes that are made at once', async () => {
  await users.add(user, 'ann@example.com');
  await Promise.all([
    users.change('one', () => ({ Enabled: false })),
    users.change('one', ({ Attributes }) => ({ Attributes: [...Attributes, { Name: 'name', Value: 'Ann' }] })),
  ]);
  expect(await users.find('one')).toMatchObject({ Enabled: false, Attributes: [{}, { Name: 'name', Value: 'Ann' }] });
});

it('gives an address to one user only', async () => {
  const added = await Promise.all(
    ['one', 'two'].map((Username) => users.add({ ...user, Username }, 'ann@example.com')),
  );
  expect(added).toEqual([true, false]);
  expect(await users.list()).toHaveLength(1);
});

it('goes on after a change that failed', async () => {
  await users.add(user, 'ann@example.com');
  const failing = users.change('one', () => {
    throw new Error('refused');
  });
  await expect(failing).rejects.toThrow('refused');
  expect(await users.change('one', () => ({ Enabled: false }))).toMatchObject({ Enabled: false });
});

it('finds nobody for a name that is none', async () => {
  expect(await users.find('__proto__')).toBeNull();
  expect(await users.change('nobody', () => ({}))).toBeNull();
});
