// The refusal that AWS's services give when no policy allows a request.
import { AwsError, type IamPrincipal } from './aws-service';

/** Returns the error that names who may not do what, in AWS's words. */
export function accessDenied(principal: IamPrincipal, action: string, resource: string): AwsError {
  return new AwsError(
    'AccessDeniedException',
    `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource}`,
    403,
  );
}
