// The user pool behind the ports of the people function.
import {
  AdminAddUserToGroupCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
  ListUsersInGroupCommand,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { ROLES, type Role } from '../../../domain/people/person';
import type { Account, Directory } from './directory';

// The most that Cognito gives at a time (ListUsers, ListUsersInGroup).
const PAGE = 60;

/** Makes the directory over one user pool. */
export function cognitoDirectory(client: CognitoIdentityProviderClient, UserPoolId: string): Directory {
  return {
    list: async (token) => {
      const PaginationToken = token ?? undefined;
      const page = await client.send(new ListUsersCommand({ UserPoolId, Limit: PAGE, PaginationToken }));
      return { accounts: (page.Users ?? []).map(toAccount), nextToken: page.PaginationToken ?? null };
    },
    find: async (Username) => {
      try {
        const user = await client.send(new AdminGetUserCommand({ UserPoolId, Username }));
        return toAccount({ ...user, Attributes: user.UserAttributes });
      } catch (error) {
        if (error instanceof Error && error.name === 'UserNotFoundException') return null;
        throw error;
      }
    },
    members: async (GroupName) => {
      const accounts: Account[] = [];
      let NextToken: string | undefined;
      do {
        const request = { UserPoolId, GroupName, Limit: PAGE, NextToken };
        const page = await client.send(new ListUsersInGroupCommand(request));
        accounts.push(...(page.Users ?? []).map(toAccount));
        NextToken = page.NextToken;
      } while (NextToken);
      return accounts;
    },
    rolesOf: async (Username) => {
      const { Groups } = await client.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }));
      const names = new Set((Groups ?? []).map(({ GroupName }) => GroupName));
      return ROLES.filter((role) => names.has(role));
    },
    addTo: async (GroupName: Role, Username) => {
      await client.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName, Username }));
    },
    removeFrom: async (GroupName: Role, Username) => {
      await client.send(new AdminRemoveUserFromGroupCommand({ UserPoolId, GroupName, Username }));
    },
    setEnabled: async (Username, enabled) => {
      if (enabled) await client.send(new AdminEnableUserCommand({ UserPoolId, Username }));
      else await client.send(new AdminDisableUserCommand({ UserPoolId, Username }));
    },
  };
}

function toAccount(user: UserType): Account {
  const attribute = (name: string) => user.Attributes?.find((one: AttributeType) => one.Name === name)?.Value;
  return {
    username: user.Username ?? '',
    email: attribute('email') ?? '',
    enabled: user.Enabled ?? false,
    status: user.UserStatus ?? 'UNKNOWN',
    createdAt: user.UserCreateDate?.getTime() ?? 0,
  };
}
