// What the gateway enforces of the template.
import type { ResourceClaim } from '../assembly/resource-claim';

/** Roles and their policies. */
export const GATEWAY_CLAIMS: readonly ResourceClaim[] = [
  {
    type: 'AWS::IAM::Role',
    properties: ['RoleName', 'Policies', 'ManagedPolicyArns'],
    ignored: {
      AssumeRolePolicyDocument: 'Keys are issued by the local services themselves, never by a call to AssumeRole.',
    },
  },
  { type: 'AWS::IAM::Policy', properties: ['PolicyName', 'PolicyDocument', 'Roles'] },
];
