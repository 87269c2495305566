// The PostConfirmation trigger: runs after an account or a new password was confirmed, as the user pool developer guide
// documents it ("Post confirmation Lambda trigger").
import { REGION } from '../assembly/assembly';
import { AwsError } from '../gateway/aws-service';
import { FunctionError } from '../settings/ports';
import type { CognitoContext } from './cognito-context';
import type { PoolUser } from './users/user-directory';

/**
 * Calls the trigger, when the pool has one. Throws UserLambdaValidationException when the function fails: the
 * confirmation itself stands, as in AWS.
 */
export async function runPostConfirmation(
  cognito: CognitoContext,
  source: 'PostConfirmation_ConfirmSignUp' | 'PostConfirmation_ConfirmForgotPassword',
  user: PoolUser,
): Promise<void> {
  const { postConfirmation, poolId, poolArn, client } = cognito.settings;
  if (postConfirmation === null) return;
  if (!cognito.mayInvoke('cognito-idp.amazonaws.com', postConfirmation, poolArn)) {
    throw new AwsError(
      'UnexpectedLambdaException',
      'PostConfirmation invocation failed due to error AccessDeniedException.',
    );
  }
  const event = {
    version: '1',
    region: REGION,
    userPoolId: poolId,
    userName: user.Username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: client.clientId },
    triggerSource: source,
    request: {
      userAttributes: {
        ...Object.fromEntries(user.Attributes.map(({ Name, Value }) => [Name, Value ?? ''])),
        'cognito:user_status': user.UserStatus,
      },
    },
    response: {},
  };
  let answer: unknown;
  try {
    answer = await cognito.functions.invoke(postConfirmation, event);
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    throw new AwsError('UserLambdaValidationException', `PostConfirmation failed with error ${error.message}.`);
  }
  if (typeof answer !== 'object' || answer === null || !('response' in answer)) {
    throw new AwsError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  }
}
