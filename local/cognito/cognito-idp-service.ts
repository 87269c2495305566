// The user pool API as a service of the gateway.

import { CognitoError } from 'cognito-local/lib/errors.js';
import { AwsError, type AwsService } from '../gateway/aws-service';
import type { CognitoContext } from './cognito-context';
import { jsonAnswer } from './json-answer';
import { ADMIN_OPERATIONS, CLIENT_OPERATIONS } from './operation-table';
import { RequestBody } from './request-body';

/** `cognito-idp`: the app's operations unsigned, the administrators' with IAM. */
export function cognitoIdpService(cognito: CognitoContext): AwsService {
  return {
    signingName: 'cognito-idp',
    targetPrefix: 'AWSCognitoIdentityProviderService',
    isPublic: (operation) => CLIENT_OPERATIONS.has(operation),
    permissions({ operation, body }) {
      if (CLIENT_OPERATIONS.has(operation)) return [];
      if (!ADMIN_OPERATIONS.has(operation)) throw unsupported(operation);
      const poolId = RequestBody.parse(body.toString()).text('UserPoolId', 128);
      const ownPool = poolId === cognito.settings.poolId;
      const resource = ownPool ? cognito.settings.poolArn : cognito.settings.poolArn.replace(/[^/]*$/, poolId);
      return [{ action: `cognito-idp:${operation}`, resource }];
    },
    async handle({ operation, body }) {
      const perform = CLIENT_OPERATIONS.get(operation) ?? ADMIN_OPERATIONS.get(operation);
      if (!perform) throw unsupported(operation);
      try {
        return jsonAnswer(await perform(cognito, RequestBody.parse(body.toString())));
      } catch (error) {
        if (error instanceof CognitoError) throw new AwsError(error.code, error.message);
        throw error;
      }
    },
  };
}

function unsupported(operation: string): AwsError {
  return new AwsError('UnknownOperationException', `${operation} is not supported by the local Cognito.`);
}
