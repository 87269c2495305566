// Decides who calls: a person with a token of the user pool, or a role with signed AWS credentials. There is no API key.
import { ACCOUNT_ID } from '../../assembly/assembly';
import { AwsError, type IamPrincipal } from '../../gateway/aws-service';
import type { IamAuthority } from '../../settings/ports';
import type { ApiDefinition } from '../api-definition';
import { RequestRefused } from '../appsync-error';
import type { Caller } from './caller';
import { unauthorized, type VerifiedToken } from './verify-user-pool-token';

/** The part of a request that proves who sent it; `headers` have lower-case names. */
export interface SignedRequest {
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
  sourceIp: string;
}

export type AuthenticateRequest = (request: SignedRequest) => Promise<Caller>;

/** Returns a function that gives the caller of a request. It throws RequestRefused, as AppSync answers, for everybody else. */
export function requestAuthenticator(
  api: ApiDefinition,
  verifyToken: (token: string) => Promise<VerifiedToken>,
  authority: Pick<IamAuthority, 'verify'>,
): AuthenticateRequest {
  return async (request) => {
    const authorization = request.headers.authorization;
    if (!authorization)
      throw new RequestRefused('UnauthorizedException', 'Valid authorization header not provided.', 401);
    if (!authorization.startsWith('AWS4-HMAC-SHA256')) {
      const { claims, expiresAt } = await verifyToken(authorization);
      return personCalling(api, claims, expiresAt, request.sourceIp);
    }
    if (!api.allowsIam) throw unauthorized();
    return roleCalling(api, verifySignature(authority, request), request.sourceIp);
  };
}

function verifySignature(authority: Pick<IamAuthority, 'verify'>, request: SignedRequest): IamPrincipal {
  try {
    return authority.verify({ method: 'POST', ...request });
  } catch (error) {
    if (error instanceof AwsError)
      throw new RequestRefused(error.code, error.message, error.status >= 400 ? error.status : 403);
    throw error;
  }
}

function personCalling(
  api: ApiDefinition,
  claims: Readonly<Record<string, unknown>>,
  expiresAt: number,
  sourceIp: string,
): Caller {
  const groups = claims['cognito:groups'];
  const list = Array.isArray(groups) ? groups.filter((group): group is string => typeof group === 'string') : null;
  return {
    mode: 'userPool',
    authType: 'User Pool Authorization',
    groups: list ?? [],
    expiresAt,
    identity: {
      sub: claims.sub,
      issuer: claims.iss,
      username: claims['cognito:username'] ?? claims.username,
      claims,
      groups: list,
      sourceIp: [sourceIp],
      defaultAuthStrategy: api.tokens.defaultAction,
    },
  };
}

function roleCalling(api: ApiDefinition, principal: IamPrincipal, sourceIp: string): Caller {
  const fromIdentityPool = principal.cognitoIdentityId !== null;
  return {
    mode: 'iam',
    authType: 'IAM Authorization',
    principal,
    expiresAt: null,
    identity: {
      accountId: ACCOUNT_ID,
      cognitoIdentityPoolId: fromIdentityPool ? api.identityPoolId : null,
      cognitoIdentityId: principal.cognitoIdentityId,
      sourceIp: [sourceIp],
      username: principal.arn
        .slice(principal.arn.lastIndexOf(':') + 1)
        .split('/')
        .slice(1)
        .join(':'),
      userArn: principal.arn,
      cognitoIdentityAuthType: fromIdentityPool ? 'authenticated' : null,
      cognitoIdentityAuthProvider: null,
    },
  };
}
