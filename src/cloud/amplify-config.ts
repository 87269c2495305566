// Where the backend is: read at run time, so that one build serves every branch.
import { Amplify } from 'aws-amplify';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { parseAmplifyConfig } from 'aws-amplify/utils';
import { createTokenStorage } from './token-storage';

const OUTPUTS_URL = '/amplify_outputs.json';

/** Why the app cannot know its backend. */
export type ConfigProblem = 'missing' | 'broken' | 'unreachable';

export type ConfigResult = { ok: true } | { ok: false; problem: ConfigProblem };

type AmplifyOutputs = Parameters<typeof parseAmplifyConfig>[0];

/**
 * Reads the text of amplify_outputs.json. Returns null unless it is an object that names a user pool and a GraphQL
 * endpoint, the two parts without which nothing of the app works.
 */
export function parseOutputs(text: string): AmplifyOutputs | null {
  let outputs: unknown;
  try {
    outputs = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(outputs) || !isObject(outputs.auth) || !isObject(outputs.data)) return null;
  const { auth, data } = outputs;
  const named = [auth.user_pool_id, auth.user_pool_client_id, data.url, data.aws_region];
  if (!named.every((text) => typeof text === 'string' && text.length > 0)) return null;
  return typeof outputs.version === 'string' ? { ...outputs, version: outputs.version } : null;
}

/** Fetches amplify_outputs.json and configures the client libraries with it. Never throws. */
export async function configureBackend(): Promise<ConfigResult> {
  let response: Response;
  let text: string;
  try {
    // The same mode as the preload link in index.html, so that the file travels once.
    response = await fetch(OUTPUTS_URL);
    text = await response.text();
  } catch {
    return { ok: false, problem: 'unreachable' };
  }
  if (response.status >= 500) return { ok: false, problem: 'unreachable' };
  // Hosting that serves single-page apps answers a missing file with index.html.
  if (!response.ok || text.trimStart().startsWith('<')) return { ok: false, problem: 'missing' };
  const outputs = parseOutputs(text);
  if (!outputs) return { ok: false, problem: 'broken' };
  Amplify.configure(withoutIdentityPool(outputs));
  cognitoUserPoolsTokenProvider.setKeyValueStorage(createTokenStorage(() => localStorage));
  return { ok: true };
}

/**
 * Takes the identity pool out of the configuration: every page works with user-pool tokens, and with an identity pool
 * the library would fetch AWS credentials (two more round trips) before the first query.
 */
function withoutIdentityPool(outputs: AmplifyOutputs): ReturnType<typeof parseAmplifyConfig> {
  const config = parseAmplifyConfig(outputs);
  const cognito = config.Auth?.Cognito;
  if (!cognito?.userPoolId) return config;
  const { userPoolId, userPoolClientId, userPoolEndpoint, loginWith, signUpVerificationMethod } = cognito;
  const { userAttributes, mfa, passwordFormat, groups } = cognito;
  return {
    ...config,
    Auth: {
      Cognito: {
        userPoolId,
        userPoolClientId,
        ...(userPoolEndpoint && { userPoolEndpoint }),
        ...(loginWith && { loginWith }),
        ...(signUpVerificationMethod && { signUpVerificationMethod }),
        ...(userAttributes && { userAttributes }),
        ...(mfa && { mfa }),
        ...(passwordFormat && { passwordFormat }),
        ...(groups && { groups }),
      },
    },
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
