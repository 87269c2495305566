// What the template allows each role: its inline policies, the policies attached to it, and the managed ones by name.
import type { Assembly, AssemblyResource } from '../assembly/assembly';
import { type PolicyStatement, parsePolicy, UnsupportedPolicyError } from './parse-policy';

// As AWS publishes it ("AWSLambdaBasicExecutionRole", AWS Managed Policy Reference Guide).
const MANAGED_POLICIES = new Map([
  [
    'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
    {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: '*',
        },
      ],
    },
  ],
]);

/**
 * Returns the statements of every role in the template, by the role's ARN. Throws UnsupportedPolicyError for a policy that
 * could not be enforced as it is written, a managed policy that is not known, or a policy attached to a role that the
 * template does not declare.
 */
export function rolePolicies(assembly: Assembly): Map<string, readonly PolicyStatement[]> {
  const byName = new Map<string, PolicyStatement[]>();
  const byArn = new Map<string, PolicyStatement[]>();
  for (const role of assembly.ofType('AWS::IAM::Role')) {
    const statements = statementsOfRole(role);
    byName.set(role.ref, statements);
    byArn.set(role.arn, statements);
  }
  for (const policy of assembly.ofType('AWS::IAM::Policy')) {
    const statements = parsePolicy(policy.properties.PolicyDocument, policy.logicalId);
    for (const name of (policy.properties.Roles ?? []) as string[]) {
      const role = byName.get(name);
      if (!role) throw new UnsupportedPolicyError(`${policy.logicalId} is attached to an unknown role, ${name}.`);
      role.push(...statements);
    }
  }
  return byArn;
}

function statementsOfRole({ logicalId, properties }: AssemblyResource): PolicyStatement[] {
  const inline = (properties.Policies ?? []) as { PolicyName?: string; PolicyDocument: unknown }[];
  const managed = ((properties.ManagedPolicyArns ?? []) as string[]).map((arn) => {
    const document = MANAGED_POLICIES.get(arn);
    if (!document)
      throw new UnsupportedPolicyError(`${logicalId} uses the managed policy ${arn}, which is not known here.`);
    return parsePolicy(document, arn);
  });
  const own = inline.map(({ PolicyName, PolicyDocument }) => parsePolicy(PolicyDocument, `${logicalId}/${PolicyName}`));
  return [...own.flat(), ...managed.flat()];
}
