// What the local Cognito must not believe, reveal, lose or keep.
import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as Auth from 'aws-amplify/auth';
import { importJWK, type JWK, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FunctionError } from '../../local/settings/ports';
import {
  authAssembly,
  CLIENT_ID,
  type CognitoEndpoint,
  configureAmplify,
  IDENTITY_POOL_ID,
  ISSUER,
  POOL_ID,
  startEndpoint,
} from './cognito-endpoint';

const email = 'ann@example.com';
const password = 'Passw0rd!';
const passwordFlow = {
  'AWS::Cognito::UserPoolClient': {
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  },
};

let endpoint: CognitoEndpoint;
let clockMs: number;
const start = (given: Parameters<typeof startEndpoint>[0] = {}) =>
  startEndpoint({ assembly: authAssembly(passwordFlow), clock: () => clockMs, ...given });
beforeEach(async () => {
  clockMs = Date.now();
  endpoint = await start();
  await endpoint.cognito.seedPeople([{ email, password, role: 'viewer' }]);
});
afterEach(() => endpoint.close());

const client = (body: object) => ({ ClientId: CLIENT_ID, ...body });
const signIn = (USERNAME = email, PASSWORD = password, to = endpoint) =>
  to.send('InitiateAuth', client({ AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME, PASSWORD } }));
async function signedIn(): Promise<{ AccessToken: string; IdToken: string; RefreshToken: string }> {
  const { answer } = await signIn();
  return answer.AuthenticationResult as { AccessToken: string; IdToken: string; RefreshToken: string };
}
const refusalOf = (sent: { status: number; answer: Record<string, unknown> }) => [
  sent.answer.__type,
  sent.answer.message,
];

describe('tokens', () => {
  it("refuses a token forged with cognito-local's well-known key", async () => {
    const require = createRequire(import.meta.url);
    const wellKnown = require('cognito-local/lib/keys/cognitoLocal.private.json') as { jwk?: JWK; pem?: string };
    const { createPrivateKey } = await import('node:crypto');
    const key = wellKnown.jwk ? await importJWK(wellKnown.jwk, 'RS256') : createPrivateKey(wellKnown.pem ?? '');
    const genuine = JSON.parse(
      Buffer.from((await signedIn()).AccessToken.split('.')[1] ?? '', 'base64url').toString(),
    ) as Record<string, unknown>;
    for (const kid of [endpoint.cognito.jwks().keys[0]?.kid, 'CognitoLocal']) {
      const forged = await new SignJWT(genuine).setProtectedHeader({ alg: 'RS256', kid: kid ?? '' }).sign(key);
      expect(refusalOf(await endpoint.send('GetUser', { AccessToken: forged }))).toEqual([
        'NotAuthorizedException',
        'Invalid Access Token',
      ]);
    }
  });

  it('refuses an ID token where an access token is due, and an unsigned one', async () => {
    const { AccessToken, IdToken } = await signedIn();
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${AccessToken.split('.')[1]}.`;
    for (const token of [IdToken, unsigned, 'x', 'a.b.c']) {
      expect((await endpoint.send('GetUser', { AccessToken: token })).answer.__type).toBe('NotAuthorizedException');
    }
    expect((await endpoint.send('GetUser', { AccessToken })).status).toBe(200);
  });

  it('expires access tokens after an hour and refresh tokens after thirty days', async () => {
    const { AccessToken, RefreshToken } = await signedIn();
    clockMs += 3_601_000;
    expect((await endpoint.send('GetUser', { AccessToken })).answer.message).toBe('Access Token has expired');
    const refresh = () => endpoint.send('GetTokensFromRefreshToken', client({ RefreshToken }));
    expect((await refresh()).status).toBe(200);
    clockMs += 30 * 86_400_000;
    expect((await refresh()).answer.__type).toBe('NotAuthorizedException');
  });

  it('signs with a key of this installation alone, which only its owner can read', async () => {
    const keyFile = path.join(endpoint.dataDirectory, 'cognito', 'signing-key.pem');
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    const other = await start();
    expect(other.cognito.jwks().keys[0]?.n).not.toBe(endpoint.cognito.jwks().keys[0]?.n);
    expect(other.cognito.jwks().keys[0]).not.toHaveProperty('d');
    const { AccessToken } = await signedIn();
    expect((await other.send('GetUser', { AccessToken })).answer.__type).toBe('NotAuthorizedException');
    await other.close();
  });
});

describe('people', () => {
  it('lets a disabled person neither sign in nor refresh nor use a token', async () => {
    const { AccessToken, RefreshToken } = await signedIn();
    const person = { UserPoolId: POOL_ID, Username: email };
    await endpoint.send('AdminDisableUser', person);
    expect(refusalOf(await signIn())).toEqual(['NotAuthorizedException', 'User is disabled.']);
    configureAmplify(endpoint.url, 'userPoolOnly');
    await expect(Auth.signIn({ username: email, password })).rejects.toThrow('User is disabled.');
    expect((await endpoint.send('GetUser', { AccessToken })).status).toBe(400);
    const refresh = () => endpoint.send('GetTokensFromRefreshToken', client({ RefreshToken }));
    expect((await refresh()).answer.__type).toBe('NotAuthorizedException');
    await endpoint.send('AdminEnableUser', person);
    expect((await signIn()).status).toBe(200);
    expect((await refresh()).status).toBe(400);
  });

  it('does not tell an unknown address from a wrong password', async () => {
    expect(refusalOf(await signIn('nobody@example.com'))).toEqual(refusalOf(await signIn(email, 'Wrong0ne!')));
    const srp = async (USERNAME: string) =>
      (
        await endpoint.send(
          'InitiateAuth',
          client({ AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME, SRP_A: 'abc' } }),
        )
      ).answer as { ChallengeName: string; ChallengeParameters: Record<string, string> };
    const [unknown, again] = [await srp('nobody@example.com'), await srp('nobody@example.com')];
    expect(unknown.ChallengeName).toBe('PASSWORD_VERIFIER');
    expect(unknown.ChallengeParameters.USER_ID_FOR_SRP).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(again.ChallengeParameters.SALT).toBe(unknown.ChallengeParameters.SALT);
    expect(again.ChallengeParameters.USER_ID_FOR_SRP).toBe(unknown.ChallengeParameters.USER_ID_FOR_SRP);
    const forgot = await endpoint.send('ForgotPassword', client({ Username: 'nobody@example.com' }));
    expect(forgot.answer).toEqual({
      CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'n***@e***' },
    });
    expect(endpoint.cognito.mailbox.list()).toEqual([]);
  });

  it('resets no password without a code', async () => {
    const reset = (body: object) =>
      endpoint.send('ConfirmForgotPassword', client({ Username: email, Password: 'N3wpass!!', ...body }));
    expect((await reset({})).answer.__type).toBe('InvalidParameterException');
    expect((await reset({ ConfirmationCode: '123456' })).answer.__type).toBe('ExpiredCodeException');
  });

  it('ends a code after five wrong guesses, and after an hour', async () => {
    const forgot = () => endpoint.send('ForgotPassword', client({ Username: email }));
    const reset = (ConfirmationCode: string) =>
      endpoint.send('ConfirmForgotPassword', client({ Username: email, Password: 'N3wpass!!', ConfirmationCode }));
    await forgot();
    const code = endpoint.codeFor(email);
    const wrong = code === '000000' ? '000001' : '000000';
    for (let guess = 0; guess < 5; guess++) expect((await reset(wrong)).answer.__type).toBe('CodeMismatchException');
    expect((await reset(code)).answer.__type).toBe('TooManyFailedAttemptsException');
    await forgot();
    clockMs += 3_600_001;
    expect((await reset(endpoint.codeFor(email))).answer.__type).toBe('ExpiredCodeException');
  });

  it('verifies an address only with the code that was sent to it', async () => {
    const { AccessToken } = await signedIn();
    const change = (Value: string) =>
      endpoint.send('UpdateUserAttributes', { AccessToken, UserAttributes: [{ Name: 'email', Value }] });
    const verify = (Code: unknown) =>
      endpoint.send('VerifyUserAttribute', { AccessToken, AttributeName: 'email', Code });
    await change('own@example.com');
    const ownCode = endpoint.codeFor('own@example.com');
    await change('victim@example.com');
    for (const code of [undefined, ownCode]) expect((await verify(code)).status).toBe(400);
    const user = await endpoint.send('GetUser', { AccessToken });
    expect(JSON.stringify(user.answer)).not.toContain('victim@example.com');
    expect((await verify(endpoint.codeFor('victim@example.com'))).status).toBe(200);
  });

  it('signs nobody in by a flow that the client does not enable', async () => {
    const srpOnly = await startEndpoint();
    await srpOnly.cognito.seedPeople([{ email, password, role: null }]);
    expect(refusalOf(await signIn(email, password, srpOnly))).toEqual([
      'InvalidParameterException',
      'USER_PASSWORD_AUTH flow not enabled for this client',
    ]);
    await srpOnly.close();
  });

  it('lets nobody declare their own address verified', async () => {
    const UserAttributes = [{ Name: 'email_verified', Value: 'true' }];
    const sent = await endpoint.send(
      'SignUp',
      client({ Username: 'eve@example.com', Password: password, UserAttributes }),
    );
    expect(sent.answer.__type).toBe('NotAuthorizedException');
  });

  it.each([
    ['InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: '__proto__', PASSWORD: 'x' } }],
    ['InitiateAuth', { AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: email, SRP_A: '0' } }],
    ['InitiateAuth', { AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME: email } }],
    ['InitiateAuth', { AuthFlow: ['USER_PASSWORD_AUTH'] }],
    ['SignUp', { Username: '<script>', Password: password }],
    ['SignUp', { Username: 'a@example.com', Password: { length: 99 } }],
    ['ConfirmSignUp', { Username: { $ne: null }, ConfirmationCode: '1' }],
    ['RespondToAuthChallenge', { ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses: 'x' }],
  ])('refuses a malformed %s as the sender’s fault', async (operation, body) => {
    expect((await endpoint.send(operation, client(body))).status).toBe(400);
  });
});

describe('identities', () => {
  const provider = `cognito-idp.eu-central-1.amazonaws.com/${POOL_ID}`;
  const ask = async (operation: string, body: object) => {
    const headers = { 'x-amz-target': `AWSCognitoIdentityService.${operation}` };
    const response = await fetch(endpoint.url, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await response.json()) as Record<string, unknown>;
  };

  it('are given to nobody without an ID token of this pool', async () => {
    const { IdToken, AccessToken } = await signedIn();
    const [header, payload] = IdToken.split('.');
    for (const Logins of [
      undefined,
      {},
      { [provider]: AccessToken },
      { [provider]: `${header}.${payload}.` },
      { 'cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Other': IdToken },
      { [provider]: IdToken, 'graph.facebook.com': 'x' },
    ]) {
      const answer = await ask('GetId', { IdentityPoolId: IDENTITY_POOL_ID, Logins });
      expect(answer.__type).toBe('NotAuthorizedException');
    }
    expect(await ask('GetId', { IdentityPoolId: IDENTITY_POOL_ID, Logins: { [provider]: IdToken } })).toEqual({
      IdentityId: expect.stringMatching(/^eu-central-1:/),
    });
  });

  it('are not taken over with another person’s token', async () => {
    await endpoint.cognito.seedPeople([{ email: 'eve@example.com', password, role: null }]);
    const eve = (await signIn('eve@example.com')).answer.AuthenticationResult as { IdToken: string };
    const Logins = { [provider]: (await signedIn()).IdToken };
    const { IdentityId } = await ask('GetId', { IdentityPoolId: IDENTITY_POOL_ID, Logins });
    const asEve = await ask('GetCredentialsForIdentity', { IdentityId, Logins: { [provider]: eve.IdToken } });
    expect(asEve.__type).toBe('NotAuthorizedException');
    expect(endpoint.issued).toEqual([]);
    expect(await ask('GetCredentialsForIdentity', { IdentityId, Logins })).toMatchObject({
      Credentials: { AccessKeyId: 'ASIALOCAL', Expiration: expect.any(Number) },
    });
  });
});

describe('the PostConfirmation trigger', () => {
  const confirm = async (to: CognitoEndpoint) => {
    const Username = 'new@example.com';
    await to.send('SignUp', client({ Username, Password: password }));
    return to.send('ConfirmSignUp', client({ Username, ConfirmationCode: to.codeFor(Username) }));
  };

  it('fails the confirmation in the function’s words, yet the account is confirmed', async () => {
    const failing = await start({ functions: { invoke: () => Promise.reject(new FunctionError('no seat', 'Error')) } });
    expect(refusalOf(await confirm(failing))).toEqual([
      'UserLambdaValidationException',
      'PostConfirmation failed with error no seat.',
    ]);
    expect((await signIn('new@example.com', password, failing)).status).toBe(200);
    await failing.close();
  });

  it('is not called without the permission', async () => {
    const asked: string[][] = [];
    const forbidden = await start({
      mayInvoke: (...question) => {
        asked.push(question);
        return false;
      },
    });
    expect((await confirm(forbidden)).answer.__type).toBe('UnexpectedLambdaException');
    expect(asked).toEqual([
      [
        'cognito-idp.amazonaws.com',
        'arn:aws:lambda:eu-central-1:000000000000:function:admit-admins',
        'arn:aws:cognito-idp:eu-central-1:000000000000:userpool/eu-central-1_Fleetlight',
      ],
    ]);
    expect(forbidden.triggered).toEqual([]);
    await forbidden.close();
  });
});

describe('the disk', () => {
  it('has every acknowledged account, code and session at any moment', async () => {
    await endpoint.send('SignUp', client({ Username: 'new@example.com', Password: password }));
    const { RefreshToken } = await signedIn();
    // What a SIGKILL at this moment would leave behind.
    const dataDirectory = await mkdtemp(path.join(tmpdir(), 'cognito-'));
    await cp(endpoint.dataDirectory, dataDirectory, { recursive: true });
    const restarted = await start({ dataDirectory });
    const ConfirmationCode = restarted.codeFor('new@example.com');
    const confirmed = await restarted.send('ConfirmSignUp', client({ Username: 'new@example.com', ConfirmationCode }));
    expect(confirmed.status).toBe(200);
    expect((await signIn('new@example.com', password, restarted)).status).toBe(200);
    expect((await restarted.send('GetTokensFromRefreshToken', client({ RefreshToken }))).status).toBe(200);
    await restarted.close();
    await rm(dataDirectory, { recursive: true });
  });

  it('holds no password and no refresh token', async () => {
    const { RefreshToken, AccessToken } = await signedIn();
    await endpoint.send('ChangePassword', {
      AccessToken,
      PreviousPassword: password,
      ProposedPassword: 'Oth3r-secret',
    });
    await endpoint.cognito.stop();
    const files = await readdir(endpoint.dataDirectory, { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      files.filter((file) => file.isFile()).map((file) => readFile(path.join(file.parentPath, file.name), 'utf8')),
    );
    expect(texts.length).toBeGreaterThan(3);
    for (const secret of [password, 'Oth3r-secret', RefreshToken]) {
      expect(texts.filter((text) => text.includes(secret))).toEqual([]);
    }
  });
});

it('tells its issuer as Amazon Cognito does', async () => {
  const claims = JSON.parse(Buffer.from((await signedIn()).IdToken.split('.')[1] ?? '', 'base64url').toString());
  expect(claims).toMatchObject({ iss: ISSUER, aud: CLIENT_ID, 'cognito:groups': ['viewer'] });
});
