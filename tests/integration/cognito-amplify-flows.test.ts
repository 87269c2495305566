// Every sign-in flow of the app through the unmodified aws-amplify client.
import * as Auth from 'aws-amplify/auth';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLIENT_ID, type CognitoEndpoint, configureAmplify, ISSUER, POOL_ID, startEndpoint } from './cognito-endpoint';

const email = 'ann@example.com';
const first = 'Passw0rd!';
const second = 'Passw0rd!2';
const third = 'Passw0rd!3';

let endpoint: CognitoEndpoint;
beforeAll(async () => {
  endpoint = await startEndpoint();
  configureAmplify(endpoint.url, 'userPoolOnly');
});
afterAll(() => endpoint.close());

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'accepted',
    (error: Error) => error.name,
  );

// One person's story, in order: each step builds on the one before.
describe('the Amplify client', () => {
  it('signs up, with a password that conforms', async () => {
    const weak = { username: 'weak@example.com', password: 'password', options: { userAttributes: {} } };
    expect(await refusal(Auth.signUp(weak))).toBe('InvalidPasswordException');
    const { nextStep } = await Auth.signUp({
      username: email,
      password: first,
      options: { userAttributes: { email } },
    });
    expect(nextStep).toMatchObject({
      signUpStep: 'CONFIRM_SIGN_UP',
      codeDeliveryDetails: { deliveryMedium: 'EMAIL', destination: 'a***@e***' },
    });
    expect(await refusal(Auth.signUp({ username: 'ANN@example.com', password: first }))).toBe(
      'UsernameExistsException',
    );
  });

  it('is asked to confirm before it may sign in', async () => {
    const { nextStep } = await Auth.signIn({ username: email, password: first });
    expect(nextStep.signInStep).toBe('CONFIRM_SIGN_UP');
  });

  it('confirms with the newest code only', async () => {
    const old = endpoint.codeFor(email);
    await Auth.resendSignUpCode({ username: email });
    const wrong = old === endpoint.codeFor(email) ? '000000' : old;
    expect(await refusal(Auth.confirmSignUp({ username: email, confirmationCode: wrong }))).toBe(
      'CodeMismatchException',
    );
    const { isSignUpComplete } = await Auth.confirmSignUp({
      username: email,
      confirmationCode: endpoint.codeFor(email),
    });
    expect(isSignUpComplete).toBe(true);
  });

  it('told the trigger of the confirmation', () => {
    expect(endpoint.triggered).toEqual([
      {
        version: '1',
        region: 'eu-central-1',
        userPoolId: POOL_ID,
        userName: expect.any(String),
        callerContext: { awsSdkVersion: expect.any(String), clientId: CLIENT_ID },
        triggerSource: 'PostConfirmation_ConfirmSignUp',
        request: {
          userAttributes: {
            sub: expect.any(String),
            email,
            email_verified: 'true',
            'cognito:user_status': 'CONFIRMED',
          },
        },
        response: {},
      },
    ]);
  });

  it('signs in over SRP, and not with a wrong password', async () => {
    expect(await refusal(Auth.signIn({ username: email, password: 'Wrong0ne!' }))).toBe('NotAuthorizedException');
    const { isSignedIn } = await Auth.signIn({ username: 'Ann@Example.com', password: first });
    expect(isSignedIn).toBe(true);
  });

  it('holds tokens that the published keys verify', async () => {
    const { tokens } = await Auth.fetchAuthSession();
    const keys = createRemoteJWKSet(new URL(`${endpoint.url}/${POOL_ID}/.well-known/jwks.json`));
    const id = await jwtVerify(String(tokens?.idToken), keys, { issuer: ISSUER, audience: CLIENT_ID });
    expect(id.payload).toMatchObject({ token_use: 'id', email, email_verified: true });
    expect(id.payload['cognito:username']).toBe(id.payload.sub);
    const access = await jwtVerify(String(tokens?.accessToken), keys, { issuer: ISSUER });
    expect(access.payload).toMatchObject({
      token_use: 'access',
      client_id: CLIENT_ID,
      scope: 'aws.cognito.signin.user.admin',
      sub: id.payload.sub,
      origin_jti: id.payload.origin_jti,
      auth_time: id.payload.auth_time,
    });
    expect((access.payload.exp ?? 0) - (access.payload.iat ?? 0)).toBe(3600);
    expect(access.payload).not.toHaveProperty('cognito:groups');
  });

  it('refreshes, and then carries a new role', async () => {
    const before = (await Auth.fetchAuthSession()).tokens?.accessToken;
    const person = { UserPoolId: POOL_ID, Username: email, GroupName: 'operator' };
    expect((await endpoint.send('AdminAddUserToGroup', person)).status).toBe(200);
    const after = (await Auth.fetchAuthSession({ forceRefresh: true })).tokens;
    expect(after?.accessToken.payload['cognito:groups']).toEqual(['operator']);
    expect(after?.idToken?.payload['cognito:preferred_role']).toBe('arn:aws:iam::000000000000:role/operator');
    expect(after?.accessToken.payload.auth_time).toBe(before?.payload.auth_time);
    expect(after?.accessToken.payload.jti).not.toBe(before?.payload.jti);
  });

  it('reads and changes its own attributes, but not the verified mark', async () => {
    await Auth.updateUserAttribute({ userAttribute: { attributeKey: 'name', value: 'Ann' } });
    expect(await Auth.fetchUserAttributes()).toMatchObject({ email, name: 'Ann', email_verified: 'true' });
    const forged = Auth.updateUserAttribute({ userAttribute: { attributeKey: 'email_verified', value: 'true' } });
    expect(await refusal(forged)).toBe('NotAuthorizedException');
    await Auth.deleteUserAttributes({ userAttributeKeys: ['name'] });
    expect(await Auth.fetchUserAttributes()).not.toHaveProperty('name');
  });

  it('changes its address once the code sent to the new one is entered', async () => {
    const address = 'ann.new@example.com';
    const { nextStep } = await Auth.updateUserAttribute({ userAttribute: { attributeKey: 'email', value: address } });
    expect(nextStep.updateAttributeStep).toBe('CONFIRM_ATTRIBUTE_WITH_CODE');
    expect((await Auth.fetchUserAttributes()).email).toBe(email);
    await Auth.confirmUserAttribute({
      userAttributeKey: 'email',
      confirmationCode: endpoint.codeFor(address),
    });
    expect(await Auth.fetchUserAttributes()).toMatchObject({ email: address, email_verified: 'true' });
    await Auth.updateUserAttribute({ userAttribute: { attributeKey: 'email', value: email } });
    await Auth.confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: endpoint.codeFor(email) });
  });

  it('changes its password, knowing the present one', async () => {
    expect(await refusal(Auth.updatePassword({ oldPassword: 'bad', newPassword: third }))).toBe(
      'NotAuthorizedException',
    );
    expect(await refusal(Auth.updatePassword({ oldPassword: first, newPassword: 'weak' }))).toBe(
      'InvalidPasswordException',
    );
    await Auth.updatePassword({ oldPassword: first, newPassword: second });
  });

  it('is refused the second factor, which the pool does not have', async () => {
    expect(await refusal(Auth.setUpTOTP())).toBe('UnknownOperationException');
  });

  it('signs out everywhere: the tokens lose the user API', async () => {
    const { tokens } = await Auth.fetchAuthSession();
    await Auth.signOut({ global: true });
    const { status, answer } = await endpoint.send('GetUser', { AccessToken: String(tokens?.accessToken) });
    expect([status, answer.message]).toEqual([400, 'Access Token has been revoked']);
  });

  it('signs out here: the refresh token ends', async () => {
    await Auth.signIn({ username: email, password: second });
    const { tokens } = await Auth.fetchAuthSession();
    await Auth.signOut();
    expect((await endpoint.send('GetUser', { AccessToken: String(tokens?.accessToken) })).status).toBe(400);
  });

  it('resets a forgotten password and tells the trigger so', async () => {
    const { nextStep } = await Auth.resetPassword({ username: email });
    expect(nextStep.resetPasswordStep).toBe('CONFIRM_RESET_PASSWORD_WITH_CODE');
    const reset = (confirmationCode: string) =>
      Auth.confirmResetPassword({ username: email, confirmationCode, newPassword: third });
    const code = endpoint.codeFor(email);
    expect(await refusal(reset(code === '000000' ? '111111' : '000000'))).toBe('CodeMismatchException');
    await reset(code);
    expect(await refusal(reset(code))).toBe('ExpiredCodeException');
    expect(endpoint.triggered.at(-1)).toMatchObject({ triggerSource: 'PostConfirmation_ConfirmForgotPassword' });
    expect(await refusal(Auth.signIn({ username: email, password: second }))).toBe('NotAuthorizedException');
    await Auth.signIn({ username: email, password: third });
  });

  it('gets AWS credentials with the role of its group', async () => {
    configureAmplify(endpoint.url, 'withIdentityPool');
    const session = await Auth.fetchAuthSession({ forceRefresh: true });
    expect(session.identityId).toMatch(/^eu-central-1:[0-9a-f-]{36}$/);
    expect(session.credentials?.accessKeyId).toBe('ASIALOCAL');
    expect(endpoint.issued).toEqual([
      { identityId: session.identityId, groups: ['operator'], roleArn: 'arn:aws:iam::000000000000:role/operator' },
    ]);
  });

  it('gives a stranger no credentials', async () => {
    await Auth.signOut();
    expect((await Auth.fetchAuthSession()).credentials).toBeUndefined();
    await Auth.signIn({ username: email, password: third });
  });

  it('signs in by itself after the confirmation, when asked to', async () => {
    await Auth.signOut();
    const username = 'auto@example.com';
    await Auth.signUp({
      username,
      password: first,
      options: { userAttributes: { email: username }, autoSignIn: true },
    });
    const confirmationCode = endpoint.codeFor(username);
    const { nextStep } = await Auth.confirmSignUp({ username, confirmationCode });
    expect(nextStep.signUpStep).toBe('COMPLETE_AUTO_SIGN_IN');
    expect((await Auth.autoSignIn()).isSignedIn).toBe(true);
    await Auth.signOut();
    await Auth.signIn({ username: email, password: third });
  });

  it('deletes its account', async () => {
    await Auth.deleteUser();
    expect(await refusal(Auth.signIn({ username: email, password: third }))).toBe('NotAuthorizedException');
  });
});
