// The template's policies, as CloudFormation would have made them.
import type { Assembly } from '../../assembly/assembly';
import { parsePolicyDocument } from '../policies/policy-document';
import type { IotRegistry } from './iot-registry';
import { defaultDocument, newPolicy, withNewDefault } from './policy';

/** A policy of the template that AWS IoT would refuse. */
export class TemplatePolicyError extends Error {
  override name = 'TemplatePolicyError';
  constructor(
    readonly logicalId: string,
    problem: string,
  ) {
    super(`The policy ${logicalId} in the template is refused: ${problem}.`);
  }
}

/**
 * Puts every AWS::IoT::Policy of the assembly into the registry. A document that changed since the last start becomes
 * the policy's default version; attachments stay. Throws TemplatePolicyError for a document that AWS would refuse.
 */
export async function seedPolicies(assembly: Assembly, registry: IotRegistry, nowMs: number): Promise<void> {
  for (const resource of assembly.ofType('AWS::IoT::Policy')) {
    const given = resource.properties.PolicyDocument;
    const document = typeof given === 'string' ? given : JSON.stringify(given ?? null);
    const parsed = parsePolicyDocument(document);
    if (!parsed.ok) throw new TemplatePolicyError(resource.logicalId, parsed.problem);
    await registry.change(async () => {
      const known = registry.policies.get(resource.ref);
      if (!known) await registry.policies.put(newPolicy(resource.ref, document, nowMs));
      else if (defaultDocument(known) !== document) {
        await registry.policies.put(withNewDefault(known, document, nowMs));
      }
    });
  }
}
