// Signing in as somebody, with the real client's SRP, and calling the API with the tokens.
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import type { Role } from '../domain/people/person';
import type { LocalCloud } from '../local/cloud';

/** What signing in needs of a cloud, be it in this process or in another one. */
type DoorToPeople = Pick<LocalCloud, 'awsEndpoint' | 'userPool'>;

export interface SignedIn {
  accessToken: string;
  idToken: string;
}

/** Points the Amplify client at the cloud. */
export function configureClient(cloud: DoorToPeople): void {
  const { userPoolId, userPoolClientId } = cloud.userPool;
  Amplify.configure({
    Auth: { Cognito: { userPoolId, userPoolClientId, userPoolEndpoint: cloud.awsEndpoint } },
  });
}

/** Signs in as the demonstration person with the role, and returns the access token. */
export async function tokenOf(cloud: LocalCloud, role: Role): Promise<string> {
  const person = cloud.people.find((one) => one.role === role);
  if (!person) throw new Error(`There is no ${role}.`);
  return (await signInAs(cloud, person)).accessToken;
}

/** Signs in and returns the tokens. The client holds one person at a time, so calls must not overlap. */
export async function signInAs(cloud: DoorToPeople, account: { email: string; password: string }): Promise<SignedIn> {
  configureClient(cloud);
  await signIn({ username: account.email, password: account.password });
  const { tokens } = await fetchAuthSession();
  if (!tokens?.idToken) throw new Error(`${account.email} is not signed in.`);
  const signedIn = { accessToken: tokens.accessToken.toString(), idToken: tokens.idToken.toString() };
  await signOut();
  return signedIn;
}

export interface GraphqlAnswer {
  data: Record<string, unknown> | null;
  errors?: { errorType: string; message: string }[];
}

/** Sends a GraphQL document; without a token as nobody. */
export async function graphql(
  cloud: Pick<LocalCloud, 'awsEndpoint'>,
  token: string | null,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<GraphqlAnswer> {
  const response = await fetch(`${cloud.awsEndpoint}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: token } : {}) },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as GraphqlAnswer;
}
