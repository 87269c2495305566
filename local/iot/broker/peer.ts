// Who stands behind a connection: a device with its certificate, or whoever signed with AWS credentials.
import { createHash } from 'node:crypto';
import type { IamPrincipal } from '../../gateway/aws-service';

export interface Peer {
  identity: { kind: 'certificate'; certificateId: string } | { kind: 'iam'; principal: IamPrincipal };
  sourceIp: string | null;
  /** The server name that the client asked for; null when it asked for none. */
  domainName: string | null;
}

/**
 * Returns how rules and lifecycle events name the peer: the certificate's id, or the unique id of the IAM role (or user)
 * with the session's name, such as `AROA…:CognitoIdentityCredentials` (AWS IoT SQL reference: principal()).
 */
export function principalOf({ identity }: Pick<Peer, 'identity'>): string {
  if (identity.kind === 'certificate') return identity.certificateId;
  const { arn, roleArn } = identity.principal;
  if (roleArn === null) return uniqueId('AIDA', arn);
  return `${uniqueId('AROA', roleArn)}:${arn.slice(arn.lastIndexOf('/') + 1)}`;
}

// IAM gives each role and user an id of 21 characters at random; here it follows from the ARN.
function uniqueId(prefix: string, arn: string): string {
  const letters = [...createHash('sha256').update(arn).digest().subarray(0, 17)];
  return prefix + letters.map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32]).join('');
}
