// One connection's permissions. They are asked for every message, in and out, so each answer is kept until the registry
// changes.
import type { IamPrincipal } from '../../gateway/aws-service';
import type { IamAuthority } from '../../settings/ports';
import { type IotResourceType, iotArn } from '../arn';
import { connectionVariables } from '../policies/connection-variables';
import { type FilledPolicies, fillPolicies } from '../policies/evaluate-policies';
import { type PolicyDocument, parsePolicyDocument } from '../policies/policy-document';
import type { IotRegistry } from '../registry/iot-registry';
import { defaultDocument } from '../registry/policy';
import type { Peer } from './peer';

export type ConnectionAction = 'iot:Connect' | 'iot:Publish' | 'iot:RetainPublish' | 'iot:Subscribe' | 'iot:Receive';

// The topics are the client's to choose: without a bound it could fill the memory with answers.
const KEPT_ANSWERS = 256;
const KEPT_DOCUMENTS = 64;

export interface Authorizer {
  /** Returns why the connection may not do this, or null when it may. */
  refusal(action: ConnectionAction, type: IotResourceType, name: string): string | null;
}

/** Makes authorizers that share parsed policy documents. */
export function connectionAuthorizers(registry: IotRegistry, authority: Pick<IamAuthority, 'isAllowed'>) {
  const parsed = new Map<string, PolicyDocument | null>();
  const parse = (text: string) => {
    const known = parsed.get(text);
    if (known !== undefined) return known;
    const result = parsePolicyDocument(text);
    if (parsed.size >= KEPT_DOCUMENTS) parsed.clear();
    // Every way into the registry checks documents, so a bad one here is a defect; it must not allow anything.
    parsed.set(text, result.ok ? result.document : null);
    return result.ok ? result.document : null;
  };

  /** Returns what the attached IoT policies allow by the registry's present content. */
  function attachedPolicies({ identity, sourceIp, domainName }: Peer, clientId: string): FilledPolicies {
    const certificate = identity.kind === 'certificate' ? registry.certificates.get(identity.certificateId) : undefined;
    const cognitoIdentityId = identity.kind === 'iam' ? identity.principal.cognitoIdentityId : null;
    const attached = certificate?.status === 'ACTIVE' ? certificate : registry.identities.get(cognitoIdentityId ?? '');
    const thing = certificate?.thingNames.includes(clientId) ? registry.things.get(clientId) : undefined;
    return fillPolicies(
      (attached?.policyNames ?? [])
        .map((policyName) => registry.policies.get(policyName))
        .map((policy) => (policy ? parse(defaultDocument(policy)) : null))
        .filter((document) => document !== null),
      connectionVariables({
        clientId,
        sourceIp,
        domainName,
        certificateId: identity.kind === 'certificate' ? identity.certificateId : null,
        cognitoIdentityId,
        thing: thing ?? null,
      }),
    );
  }

  /**
   * Returns what the peer may do under the client id. A certificate needs an attached policy. AWS credentials need their
   * role's; those of a signed-in Cognito identity need the role's AND a policy attached to the identity ("you need to
   * specify permissions in two places", AWS IoT Core: authorization with Amazon Cognito identities).
   */
  return function authorizerFor(peer: Peer, clientId: string): Authorizer {
    const principal = peer.identity.kind === 'iam' ? peer.identity.principal : null;
    const owner = policyOwner(peer);
    let revision = -1;
    let policies: FilledPolicies = { allows: () => false };
    const answers = new Map<string, string | null>();

    const decide = (action: ConnectionAction, resource: string): string | null => {
      if (principal && !authority.isAllowed(principal, action, resource)) {
        return `the role of ${principal.arn} does not allow ${action} on ${resource}`;
      }
      if (owner && !policies.allows(action, resource)) return `no policy of ${owner} allows ${action} on ${resource}`;
      return null;
    };

    return {
      refusal(action, type, name) {
        if (revision !== registry.revision) {
          revision = registry.revision;
          answers.clear();
          policies = attachedPolicies(peer, clientId);
        }
        const question = `${action} ${type} ${name}`;
        const known = answers.get(question);
        if (known !== undefined) return known;
        const answer = decide(action, iotArn(type, name));
        if (answers.size >= KEPT_ANSWERS) answers.clear();
        answers.set(question, answer);
        return answer;
      },
    };
  };
}

// Whose attached IoT policies count; null for AWS credentials of nobody's identity, for which only their role does.
function policyOwner({ identity }: Peer): string | null {
  if (identity.kind === 'certificate') return 'the certificate';
  const { cognitoIdentityId }: IamPrincipal = identity.principal;
  return cognitoIdentityId === null ? null : `the identity ${cognitoIdentityId}`;
}
