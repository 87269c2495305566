// Who signed, and what the template allows them.
import { ACCOUNT_ID, type Assembly, REGION } from '../assembly/assembly';
import type { IamAuthority } from '../settings/ports';
import type { AccessKeys } from './access-keys';
import type { IamPrincipal } from './aws-service';
import { evaluatePolicies } from './evaluate-policies';
import { rolePolicies } from './role-policies';
import { signingKeyCache } from './signing-key';
import { verifyPresignedUrl } from './verify-presigned-url';
import { verifySignature } from './verify-signature';

const REMEMBERED_DECISIONS = 1_000;

/** What a role asked for, and whether its policies allow it. */
export interface Decision {
  roleArn: string;
  /** `sqs:SendMessage`. */
  action: string;
  resource: string;
  allowed: boolean;
}

/**
 * Returns the authority over `assembly`'s roles. Throws UnsupportedPolicyError when one of its policies cannot be enforced
 * as it is written. `nowMs` is the clock for signatures and expirations; `onDecision` hears of every decision about a role.
 */
export function createIamAuthority(
  assembly: Assembly,
  accessKeys: AccessKeys,
  nowMs: () => number,
  onDecision: (decision: Decision) => void = () => undefined,
): IamAuthority {
  const policies = rolePolicies(assembly);
  const signingKey = signingKeyCache();
  const decisions = new Map<string, boolean>();
  const decide = (principal: IamPrincipal, roleArn: string, action: string, resource: string): boolean => {
    // All that a decision depends on; a function asks the same few all day.
    const question = [roleArn, principal.cognitoIdentityId ?? '', action, resource].join(' ');
    const known = decisions.get(question);
    if (known !== undefined) return known;
    if (decisions.size >= REMEMBERED_DECISIONS) decisions.clear();
    // A key of a role that the template no longer declares may do nothing.
    const statements = policies.get(roleArn) ?? [];
    const decision = evaluatePolicies(statements, { action, resource, context: contextOf(principal) }) === 'allowed';
    decisions.set(question, decision);
    return decision;
  };
  return {
    verify: (request) => verifySignature(request, { findKey: accessKeys.find, signingKey, nowMs: nowMs() }),
    verifyPresigned: (request, service) =>
      verifyPresignedUrl(request, service, { findKey: accessKeys.find, signingKey, nowMs: nowMs() }),
    isAllowed(principal, action, resource) {
      const { roleArn } = principal;
      if (roleArn === null) return true;
      const allowed = decide(principal, roleArn, action, resource);
      onDecision({ roleArn, action, resource, allowed });
      return allowed;
    },
  };
}

function contextOf(principal: IamPrincipal): Map<string, string> {
  const context = new Map([
    // For an assumed role the key holds the role itself, not the session (IAM User Guide, "aws:PrincipalArn").
    ['aws:PrincipalArn', principal.roleArn ?? principal.arn],
    ['aws:PrincipalAccount', ACCOUNT_ID],
    ['aws:RequestedRegion', REGION],
    // The endpoint answers on the loopback interface, where nobody listens in: policies that demand TLS are met.
    ['aws:SecureTransport', 'true'],
  ]);
  if (principal.cognitoIdentityId !== null) {
    context.set('cognito-identity.amazonaws.com:sub', principal.cognitoIdentityId);
  }
  return context;
}
