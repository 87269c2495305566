// The administrators' operations through the AWS SDK, as the `people` function sends them.
import {
  AdminAddUserToGroupCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
  ListUsersInGroupCommand,
  paginateListUsers,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AwsRequest } from '../../local/gateway/aws-service';
import { authAssembly, type CognitoEndpoint, POOL_ARN, POOL_ID, startEndpoint } from './cognito-endpoint';

const UserPoolId = POOL_ID;
const emails = ['ann', 'ben', 'cho', 'dan', 'eva'].map((name) => `${name}@example.com`);

let endpoint: CognitoEndpoint;
let sdk: CognitoIdentityProviderClient;
beforeAll(async () => {
  endpoint = await startEndpoint();
  await endpoint.cognito.seedPeople(emails.map((email) => ({ email, password: 'Passw0rd!', role: null })));
  sdk = new CognitoIdentityProviderClient({
    endpoint: endpoint.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  });
});
afterAll(async () => {
  sdk.destroy();
  await endpoint.close();
});

const emailOf = (user: { Attributes?: { Name?: string; Value?: string }[] }) =>
  user.Attributes?.find(({ Name }) => Name === 'email')?.Value;

describe('people', () => {
  it('are listed page by page, each once, with their dates', async () => {
    const pages = [];
    for await (const page of paginateListUsers({ client: sdk, pageSize: 2 }, { UserPoolId }))
      pages.push(page.Users ?? []);
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(pages.flat().map(emailOf).sort()).toEqual(emails);
    const [first] = pages.flat();
    expect(first?.Enabled).toBe(true);
    expect(first?.UserStatus).toBe('CONFIRMED');
    expect(Math.abs((first?.UserCreateDate?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(JSON.stringify(pages)).not.toContain('srp-3072');
  });

  it('are found by a filter', async () => {
    const found = await sdk.send(new ListUsersCommand({ UserPoolId, Filter: 'email = "cho@example.com"' }));
    expect(found.Users?.map(emailOf)).toEqual(['cho@example.com']);
  });

  it('join and leave groups, by address or username', async () => {
    const Username = 'ben@example.com';
    const groupsOf = async (name: string) =>
      (await sdk.send(new AdminListGroupsForUserCommand({ UserPoolId, Username: name }))).Groups?.map(
        (g) => g.GroupName,
      );
    await sdk.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: 'operator' }));
    const record = await sdk.send(new AdminGetUserCommand({ UserPoolId, Username }));
    expect(await groupsOf(Username)).toEqual(['operator']);
    expect(await groupsOf(record.Username ?? '')).toEqual(['operator']);
    const members = await sdk.send(new ListUsersInGroupCommand({ UserPoolId, GroupName: 'operator' }));
    expect(members.Users?.map(emailOf)).toEqual([Username]);
    await sdk.send(new AdminRemoveUserFromGroupCommand({ UserPoolId, Username, GroupName: 'operator' }));
    expect(await groupsOf(Username)).toEqual([]);
  });

  it('are disabled', async () => {
    const Username = 'dan@example.com';
    await sdk.send(new AdminDisableUserCommand({ UserPoolId, Username }));
    await sdk.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username }));
    expect((await sdk.send(new AdminGetUserCommand({ UserPoolId, Username }))).Enabled).toBe(false);
  });

  it('keep every change when many are made at once', async () => {
    const groups = ['admin', 'operator', 'viewer'];
    await Promise.all(
      emails.flatMap((Username) =>
        groups.map((GroupName) => sdk.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }))),
      ),
    );
    for (const GroupName of groups) {
      const members = await sdk.send(new ListUsersInGroupCommand({ UserPoolId, GroupName }));
      expect(members.Users).toHaveLength(emails.length);
    }
  });

  it('that do not exist are named so', async () => {
    const unknown = new AdminGetUserCommand({ UserPoolId, Username: 'nobody@example.com' });
    await expect(sdk.send(unknown)).rejects.toMatchObject({ name: 'UserNotFoundException' });
    const elsewhere = new AdminGetUserCommand({ UserPoolId: 'eu-central-1_Other', Username: 'ann@example.com' });
    await expect(sdk.send(elsewhere)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const group = new ListUsersInGroupCommand({ UserPoolId, GroupName: '__proto__' });
    await expect(sdk.send(group)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('the gateway is told', () => {
  const request = (operation: string, body: object): AwsRequest => ({
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.from(JSON.stringify(body)),
    operation,
    principal: null,
  });

  it('which operations are public and what the others need', () => {
    const service = endpoint.cognito.services.find(({ signingName }) => signingName === 'cognito-idp');
    expect(service?.isPublic?.('InitiateAuth')).toBe(true);
    for (const operation of ['AdminGetUser', 'ListUsers', 'AdminDisableUser', 'constructor']) {
      expect(service?.isPublic?.(operation)).toBe(false);
    }
    expect(service?.permissions(request('AdminGetUser', { UserPoolId }))).toEqual([
      { action: 'cognito-idp:AdminGetUser', resource: POOL_ARN },
    ]);
    expect(() => service?.permissions(request('AdminSetUserPassword', { UserPoolId }))).toThrow(
      'AdminSetUserPassword is not supported by the local Cognito.',
    );
  });
});

describe('a template that wants more', () => {
  it.each([
    ['AWS::Cognito::IdentityPool', { AllowUnauthenticatedIdentities: true }, /AllowUnauthenticatedIdentities is on/],
    ['AWS::Cognito::UserPool', { MfaConfiguration: 'OPTIONAL' }, /MfaConfiguration must be OFF/],
    ['AWS::Cognito::UserPool', { LambdaConfig: { PreSignUp: 'arn' } }, /PreSignUp is a trigger/],
    ['AWS::Cognito::UserPool', { UsernameAttributes: ['phone_number'] }, /UsernameAttributes must be/],
  ])('stops the start and is named: %s %o', async (type, properties, message) => {
    await expect(startEndpoint({ assembly: authAssembly({ [type]: properties }) })).rejects.toThrow(message);
  });
});

it('seeds again with new passwords and roles, without a second account', async () => {
  await endpoint.cognito.seedPeople([{ email: 'Eva@example.com', password: 'An0ther-one', role: 'admin' }]);
  const { Users } = await sdk.send(new ListUsersCommand({ UserPoolId }));
  expect(Users).toHaveLength(emails.length);
  const groups = await sdk.send(new AdminListGroupsForUserCommand({ UserPoolId, Username: 'eva@example.com' }));
  expect(groups.Groups?.map((group) => group.GroupName)).toEqual(['admin']);
});
