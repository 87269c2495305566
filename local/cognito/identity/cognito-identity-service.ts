// The identity pool API as a service of the gateway. Both operations are public: the ID token in them is the proof.
import { AwsError, type AwsService } from '../../gateway/aws-service';
import type { CognitoContext } from '../cognito-context';
import { jsonAnswer } from '../json-answer';
import { RequestBody } from '../request-body';
import { getCredentialsForIdentity, type IssueIdentityCredentials } from './get-credentials-for-identity';
import { getId } from './get-id';
import type { IdentityPoolSettings } from './identity-pool';

/** `cognito-identity`: GetId and GetCredentialsForIdentity. */
export function cognitoIdentityService(
  cognito: CognitoContext,
  pool: IdentityPoolSettings,
  issue: IssueIdentityCredentials,
): AwsService {
  const operations = new Map<string, (body: RequestBody) => Promise<object>>([
    ['GetId', (body) => getId(cognito, pool, body)],
    ['GetCredentialsForIdentity', (body) => getCredentialsForIdentity(cognito, pool, issue, body)],
  ]);
  const operationOf = (name: string) => {
    const operation = operations.get(name);
    if (operation) return operation;
    throw new AwsError('UnknownOperationException', `${name} is not supported by the local identity pool.`);
  };
  return {
    signingName: 'cognito-identity',
    targetPrefix: 'AWSCognitoIdentityService',
    isPublic: (operation) => operations.has(operation),
    permissions({ operation }) {
      operationOf(operation);
      return [];
    },
    handle: async ({ operation, body }) => jsonAnswer(await operationOf(operation)(RequestBody.parse(body.toString()))),
  };
}
