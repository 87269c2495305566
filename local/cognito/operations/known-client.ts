// Every public operation names the app client that it comes from.
import { AwsError } from '../../gateway/aws-service';
import type { CognitoContext } from '../cognito-context';
import type { RequestBody } from '../request-body';

/** Throws ResourceNotFoundException unless the request's `ClientId` is the pool's client. */
export function requireKnownClient(cognito: CognitoContext, body: RequestBody): void {
  const clientId = body.text('ClientId', 128);
  if (clientId !== cognito.settings.client.clientId) {
    throw new AwsError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
  }
}
