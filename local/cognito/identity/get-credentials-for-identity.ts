// GetCredentialsForIdentity: temporary AWS credentials with the role of the person's foremost group.
import type { AwsCredentials } from '../../gateway/access-keys';
import { AwsError } from '../../gateway/aws-service';
import type { CognitoContext } from '../cognito-context';
import type { RequestBody } from '../request-body';
import { verifyToken } from '../tokens/verify-token';
import { type IdentityPoolSettings, identityIdOf, loginToken } from './identity-pool';

/** Temporary credentials and when they end. */
export type IdentityCredentials = AwsCredentials & { expiration: Date };

/**
 * Issues credentials for an identity whose token was verified. `groups` are those of the token, foremost first;
 * `roleArn` is the role that the role mapping selects: that of the foremost group, or the authenticated role.
 */
export type IssueIdentityCredentials = (identity: {
  identityId: string;
  groups: string[];
  roleArn: string;
}) => Promise<IdentityCredentials> | IdentityCredentials;

/** Answers with credentials. Throws NotAuthorizedException when the token is not that identity's. */
export async function getCredentialsForIdentity(
  cognito: CognitoContext,
  pool: IdentityPoolSettings,
  issue: IssueIdentityCredentials,
  body: RequestBody,
): Promise<object> {
  const claims = await verifyToken(cognito.key, cognito.settings, 'id', loginToken(pool, body), cognito.now());
  const identityId = identityIdOf(pool, claims);
  if (body.text('IdentityId', 128) !== identityId) {
    throw new AwsError('NotAuthorizedException', 'Access to Identity is forbidden.');
  }
  const groups = Array.isArray(claims['cognito:groups']) ? claims['cognito:groups'].map(String) : [];
  const preferred = claims['cognito:preferred_role'];
  const roleArn = typeof preferred === 'string' ? preferred : pool.authenticatedRoleArn;
  const issued = await issue({ identityId, groups, roleArn });
  return {
    IdentityId: identityId,
    Credentials: {
      AccessKeyId: issued.accessKeyId,
      SecretKey: issued.secretAccessKey,
      SessionToken: issued.sessionToken,
      Expiration: issued.expiration,
    },
  };
}
