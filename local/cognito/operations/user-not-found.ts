// The refusal that names an unknown user.
import { AwsError } from '../../gateway/aws-service';

/** Told only by clients whose PreventUserExistenceErrors is not ENABLED, and to administrators. */
export function userNotFound(): AwsError {
  return new AwsError('UserNotFoundException', 'User does not exist.');
}
