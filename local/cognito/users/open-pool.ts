// Opens cognito-local's services on our durable store and brings the pool, its client and its groups into line with the
// template. Users and memberships stay as they are.
import path from 'node:path';
import type { AppClient } from 'cognito-local/lib/services/appClient.js';
import { type CognitoService, CognitoServiceFactoryImpl } from 'cognito-local/lib/services/cognitoService.js';
import type { Context } from 'cognito-local/lib/services/context.js';
import {
  type UserPool,
  type UserPoolService,
  UserPoolServiceFactoryImpl,
} from 'cognito-local/lib/services/userPoolService.js';
import type { PoolSettings } from '../pool-settings';
import { PoolStoreFactory } from '../storage/pool-store';

/** cognito-local logs whole user records at debug level: nothing of it may reach a log. */
const silent = () => undefined;
export const CONTEXT: Context = {
  logger: { debug: silent, info: silent, warn: silent, error: silent, child: () => CONTEXT.logger },
};

export interface OpenPool {
  cognito: CognitoService;
  pool: UserPoolService;
  clock: { get(): Date };
  /** Resolves when everything is on disk. */
  settled(): Promise<void>;
}

/** Opens the pool below `directory`; `now` is epoch ms. */
export async function openPool(settings: PoolSettings, directory: string, now: () => number): Promise<OpenPool> {
  const clock = { get: () => new Date(now()) };
  const poolsDirectory = path.join(directory, 'pools');
  const stores = new PoolStoreFactory(poolsDirectory);
  const factory = new CognitoServiceFactoryImpl(poolsDirectory, stores, new UserPoolServiceFactoryImpl(clock, stores));
  const cognito = await factory.create(CONTEXT, {});

  const known = (await cognito.listUserPools(CONTEXT)).find((pool) => pool.Id === settings.poolId);
  const options: UserPool = {
    ...(known ?? (await cognito.createUserPool(CONTEXT, { Id: settings.poolId }))),
    Name: settings.poolName,
    UsernameAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: settings.verifiedBeforeUpdate },
    MfaConfiguration: 'OFF',
  };
  const pool = await cognito.getUserPool(CONTEXT, settings.poolId);
  await pool.updateOptions(CONTEXT, options);

  const now0 = clock.get();
  const client: AppClient = {
    UserPoolId: settings.poolId,
    ClientId: settings.client.clientId,
    ClientName: settings.client.clientId,
    CreationDate: now0,
    LastModifiedDate: now0,
  };
  await pool.saveAppClient(CONTEXT, client);

  const before = await pool.listGroups(CONTEXT);
  for (const group of settings.groups) {
    const existing = before.find((other) => other.GroupName === group.name);
    await pool.saveGroup(CONTEXT, {
      CreationDate: now0,
      LastModifiedDate: now0,
      members: [],
      ...existing,
      GroupName: group.name,
      Description: group.description,
      Precedence: group.precedence,
      RoleArn: group.roleArn,
    });
  }
  for (const group of before) {
    if (!settings.groups.some((other) => other.name === group.GroupName)) await pool.deleteGroup(CONTEXT, group);
  }
  return { cognito, pool, clock, settled: () => stores.settled() };
}
