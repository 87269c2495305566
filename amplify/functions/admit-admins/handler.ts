// admit-admins: puts the addresses in ADMIN_EMAILS into the admin group when they confirm their sign-up.
import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { PostConfirmationTriggerEvent } from 'aws-lambda';
import { makeLog } from '../shared/logger';
import { readEnvironment } from '../shared/read-environment';
import { isAdminSignUp } from './is-admin-sign-up';

const { ADMIN_EMAILS = '' } = readEnvironment(process.env, [], ['ADMIN_EMAILS']);
const client = new CognitoIdentityProviderClient({});
const log = makeLog('admit-admins');

/** Returns the event as Cognito wants it back, whatever happened: a person who confirmed must not see an error for it. */
export async function handler(event: PostConfirmationTriggerEvent): Promise<PostConfirmationTriggerEvent> {
  if (
    !isAdminSignUp({ triggerSource: event.triggerSource, userAttributes: event.request.userAttributes }, ADMIN_EMAILS)
  ) {
    return event;
  }
  try {
    const { userPoolId: UserPoolId, userName: Username } = event;
    await client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: 'admin' }));
    log.info('Admitted an admin.', { userName: Username });
  } catch (error) {
    // The person is confirmed already, waits like everybody, and another admin can let them in.
    log.error('An admin could not be admitted.', error);
  }
  return event;
}
