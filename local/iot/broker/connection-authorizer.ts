// One connection's permissions. They are asked for every message, in and out, so each answer is kept until the registry
// changes.
import { type IotResourceType, iotArn } from '../arn';
import { type ConnectionIdentity, connectionVariables } from '../policies/connection-variables';
import { type FilledPolicies, fillPolicies } from '../policies/evaluate-policies';
import { type PolicyDocument, parsePolicyDocument } from '../policies/policy-document';
import type { IotRegistry } from '../registry/iot-registry';
import { defaultDocument } from '../registry/policy';

export type ConnectionAction = 'iot:Connect' | 'iot:Publish' | 'iot:RetainPublish' | 'iot:Subscribe' | 'iot:Receive';

// The topics are the client's to choose: without a bound it could fill the memory with answers.
const KEPT_ANSWERS = 256;
const KEPT_DOCUMENTS = 64;

export interface Authorizer {
  allows(action: ConnectionAction, type: IotResourceType, name: string): boolean;
}

/** Makes authorizers that share parsed policy documents. */
export function certificateAuthorizers(registry: IotRegistry) {
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

  /** Returns what the certificate's policies allow the client, always by the registry's present content. */
  return function authorizerFor(
    certificateId: string,
    who: Pick<ConnectionIdentity, 'clientId' | 'sourceIp' | 'domainName'>,
  ): Authorizer {
    let revision = -1;
    let policies: FilledPolicies = { allows: () => false };
    const answers = new Map<string, boolean>();

    const refresh = () => {
      revision = registry.revision;
      answers.clear();
      const certificate = registry.certificates.get(certificateId);
      const documents = certificate?.status === 'ACTIVE' ? certificate.policyNames : [];
      const thing = certificate?.thingNames.includes(who.clientId) ? registry.things.get(who.clientId) : undefined;
      policies = fillPolicies(
        documents
          .map((policyName) => registry.policies.get(policyName))
          .map((policy) => (policy ? parse(defaultDocument(policy)) : null))
          .filter((document) => document !== null),
        connectionVariables({ ...who, certificateId, cognitoIdentityId: null, thing: thing ?? null }),
      );
    };

    return {
      allows(action, type, name) {
        if (revision !== registry.revision) refresh();
        const question = `${action} ${type} ${name}`;
        const known = answers.get(question);
        if (known !== undefined) return known;
        const answer = policies.allows(action, iotArn(type, name));
        if (answers.size >= KEPT_ANSWERS) answers.clear();
        answers.set(question, answer);
        return answer;
      },
    };
  };
}
