import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PoolStoreFactory } from './pool-store';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'pool-'));
});
afterEach(() => rm(directory, { recursive: true }));
const open = () => new PoolStoreFactory(directory).create({}, 'pool', { Users: {} });
const ctx = { logger: { debug() {}, info() {}, warn() {}, error() {}, child: () => ctx.logger } };

it('finds values, and dates as dates, after a restart', async () => {
  const UserCreateDate = new Date(1000);
  await (await open()).set(ctx, ['Users', 'ann'], { UserCreateDate, birthDate: '1990-01-01' });
  const again = await open();
  expect(await again.get(ctx, ['Users', 'ann'])).toEqual({ UserCreateDate, birthDate: '1990-01-01' });
  await again.delete(ctx, ['Users', 'ann']);
  expect(await (await open()).get(ctx, ['Users', 'ann'])).toBeNull();
});

it.each(['__proto__', 'constructor', 'toString'])('takes %s for a key like any other', async (key) => {
  const store = await open();
  expect(await store.get(ctx, ['Users', key])).toBeNull();
  expect(await store.get(ctx, [key, key], 'default')).toBe('default');
  await store.set(ctx, ['Users', key], { polluted: true });
  expect(await (await open()).get(ctx, ['Users', key])).toEqual({ polluted: true });
  expect({}).not.toHaveProperty('polluted');
});
