// From a request to the service that answers it, past signature and policies.
import type { IamAuthority } from '../settings/ports';
import { accessDenied } from './access-denied';
import { AwsError, type AwsResponse, type AwsService } from './aws-service';
import { parseAuthorization } from './parse-authorization';
import type { ReceivedRequest } from './read-request';

/**
 * Returns the service's answer. The service is found by the prefix of X-Amz-Target, otherwise by the signing name in the
 * Authorization header. Throws AwsError when there is none, when the request is not signed for it, or when the caller's
 * policies lack a permission that the operation needs.
 */
export async function dispatchRequest(
  request: ReceivedRequest,
  services: readonly AwsService[],
  authority: IamAuthority,
): Promise<AwsResponse> {
  const target = request.headers['x-amz-target'];
  const signedFor = parseAuthorization(request.headers.authorization)?.scope.service;
  const [prefix = '', operation = ''] = target === undefined ? [] : splitAtLastDot(target);
  const service = services.find((candidate) =>
    target === undefined ? candidate.signingName === signedFor : candidate.targetPrefix === prefix,
  );
  if (!service) throw unknownService(target, signedFor, services);
  if (service.isPublic?.(operation)) return service.handle({ ...request, operation, principal: null });
  const principal = authority.verify(request);
  if (signedFor !== service.signingName) {
    throw new AwsError('InvalidSignatureException', `Credential should be scoped to ${service.signingName}.`, 403);
  }
  const verified = { ...request, operation, principal };
  for (const { action, resource } of service.permissions(verified)) {
    if (!authority.isAllowed(principal, action, resource)) throw accessDenied(principal, action, resource);
  }
  return service.handle(verified);
}

function splitAtLastDot(target: string): [string, string] {
  const at = target.lastIndexOf('.');
  return [target.slice(0, Math.max(at, 0)), target.slice(at + 1)];
}

function unknownService(
  target: string | undefined,
  signedFor: string | undefined,
  services: readonly AwsService[],
): AwsError {
  const known = services.map(({ signingName }) => signingName).join(', ');
  if (target === undefined && signedFor === undefined) {
    return new AwsError('MissingAuthenticationTokenException', `Nothing names a service. Running here: ${known}.`, 400);
  }
  const asked = target === undefined ? `the signing name "${signedFor}"` : `the target "${target}"`;
  return new AwsError('UnknownOperationException', `No local service for ${asked}. Running here: ${known}.`, 400);
}
