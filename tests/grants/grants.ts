// What the policies of the template grant the project's own functions, one action on one resource at a time, and the
// template without one of them.
import type { Assembly } from '../../local/assembly/assembly';
import { functionDefinitions } from '../../local/lambda/function-definition';
import type { StackResources } from '../edit-assembly';

/** One action on one resource that a function's role is allowed. */
export interface Grant {
  /** The function's friendly name. */
  functionName: string;
  roleArn: string;
  /** `sqs:SendMessage`. */
  action: string;
  /** As the template resolves it: an ARN, a pattern of ARNs, or `*`. */
  resource: string;
  /** Where it stands: the policy's logical id, the statement's and the resource's index. */
  at: { policy: string; statement: number; resource: number };
}

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
}

// What defineFunction adds by itself, to read secrets and references when a function starts.
const PLATFORM = /^arn:aws:ssm:[^:]*:[^:]*:parameter\/amplify\//;

/** Returns every grant of every function that the project wrote itself. */
export function grantsOf(assembly: Assembly): Grant[] {
  const functions = functionDefinitions(assembly);
  const roles = new Map(assembly.ofType('AWS::IAM::Role').map(({ arn, ref }) => [arn, ref]));
  return functions.flatMap(({ friendlyName: functionName, roleArn }) =>
    assembly
      .ofType('AWS::IAM::Policy')
      .filter(({ properties }) => [properties.Roles].flat().includes(roles.get(roleArn)))
      .flatMap(({ logicalId: policy, properties }) =>
        statementsOf(properties).flatMap(({ Effect, Action, Resource }, statement) =>
          [Effect === 'Allow' ? Action : []].flat().flatMap((action) =>
            ([Resource].flat() as string[]).map((resource, index) => ({
              ...{ functionName, roleArn, action, resource },
              at: { policy, statement, resource: index },
            })),
          ),
        ),
      )
      .filter(({ resource }) => !PLATFORM.test(resource)),
  );
}

/** Returns an edit of the template that takes exactly this grant away. */
export function withoutGrant({ action, at }: Grant): (resources: StackResources) => void {
  return (resources) => {
    const policy = resources[at.policy];
    if (policy?.Type !== 'AWS::IAM::Policy') return;
    const statements = statementsOf(policy.Properties);
    policy.Properties.PolicyDocument.Statement = statements.flatMap((statement, index) => {
      if (index !== at.statement) return [statement];
      const others = [statement.Action].flat().filter((each) => each !== action);
      const elsewhere = [statement.Resource].flat().filter((_, i) => i !== at.resource);
      return [
        ...(others.length > 0 ? [{ ...statement, Action: others }] : []),
        ...(elsewhere.length > 0 ? [{ ...statement, Action: action, Resource: elsewhere }] : []),
      ];
    });
    // A policy must say something, and a function needs nothing of this.
    if (policy.Properties.PolicyDocument.Statement.length === 0) {
      policy.Properties.PolicyDocument.Statement = [{ Effect: 'Deny', Action: 'sts:GetCallerIdentity', Resource: '*' }];
    }
  };
}

function statementsOf(properties: Record<string, unknown>): Statement[] {
  return [(properties.PolicyDocument as { Statement: Statement | Statement[] }).Statement].flat();
}
