import { describe, expect, test } from 'vitest';
import { AwsError, type IamPrincipal } from '../../gateway/aws-service';
import type { ApiDefinition } from '../api-definition';
import { requestAuthenticator } from './authenticate-request';

const SIGNED = { authorization: 'AWS4-HMAC-SHA256 Credential=…' };
const ROLE: IamPrincipal = {
  arn: 'arn:aws:sts::000000000000:assumed-role/writer/session',
  roleArn: 'arn:aws:iam::000000000000:role/writer',
  accessKeyId: 'ASIA',
  cognitoIdentityId: null,
};

const api = (allowsIam: boolean): ApiDefinition => ({
  apiArn: '',
  sdl: '',
  tokens: { issuer: '', clientIds: new Set(), defaultAction: 'ALLOW' },
  allowsIam,
  identityPoolId: 'pool',
  resolvers: [],
});

function authenticate(
  headers: Record<string, string>,
  options: { allowsIam?: boolean; verify?: () => IamPrincipal } = {},
) {
  const { allowsIam = true, verify = () => ROLE } = options;
  const claims = { sub: 's', iss: 'issuer', username: 'u', 'cognito:groups': ['admin', 5] };
  const authenticator = requestAuthenticator(api(allowsIam), async () => ({ claims, expiresAt: 7 }), {
    verify,
  });
  return authenticator({
    path: '/graphql',
    query: new URLSearchParams(),
    headers,
    body: Buffer.from(''),
    sourceIp: '10.0.0.1',
  });
}

describe('a signature', () => {
  test('stands for its role', async () => {
    expect(await authenticate(SIGNED)).toMatchObject({
      mode: 'iam',
      authType: 'IAM Authorization',
      principal: ROLE,
      identity: {
        accountId: '000000000000',
        userArn: ROLE.arn,
        username: 'writer:session',
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        sourceIp: ['10.0.0.1'],
      },
    });
  });

  test('from the identity pool says so, which the templates refuse', async () => {
    const caller = await authenticate(SIGNED, { verify: () => ({ ...ROLE, cognitoIdentityId: 'identity' }) });
    expect(caller.identity).toMatchObject({ cognitoIdentityId: 'identity', cognitoIdentityPoolId: 'pool' });
  });

  test('is refused by an API that takes tokens only', async () => {
    await expect(authenticate(SIGNED, { allowsIam: false })).rejects.toMatchObject({ status: 401 });
  });

  test('that is wrong is refused as the authority says; an outage is no refusal', async () => {
    const failing = (error: Error) =>
      authenticate(SIGNED, {
        verify: () => {
          throw error;
        },
      });
    await expect(failing(new AwsError('InvalidSignatureException', 'wrong', 403))).rejects.toMatchObject({
      name: 'RequestRefused',
      errorType: 'InvalidSignatureException',
      status: 403,
    });
    await expect(failing(new TypeError('bug'))).rejects.toThrow(TypeError);
  });
});

test('a token stands for its person; only texts are groups', async () => {
  expect(await authenticate({ authorization: 'token' })).toEqual({
    mode: 'userPool',
    authType: 'User Pool Authorization',
    groups: ['admin'],
    expiresAt: 7,
    identity: {
      sub: 's',
      issuer: 'issuer',
      username: 'u',
      claims: expect.objectContaining({ sub: 's' }),
      groups: ['admin'],
      sourceIp: ['10.0.0.1'],
      defaultAuthStrategy: 'ALLOW',
    },
  });
});
