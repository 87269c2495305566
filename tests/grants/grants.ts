// What the policies of the template grant the project's own functions, rules and schedules, one action on one resource at a
// time, and the template without one of them.
import type { Assembly } from '../../local/assembly/assembly';
import { functionDefinitions } from '../../local/lambda/function-definition';
import type { StackResources } from '../edit-assembly';

/** One action on one resource that a role is allowed. */
export interface Grant {
  /** Whose role it is: a function's friendly name, a rule role's id, `schedule of <function>`. */
  holder: string;
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

// What Amplify and the CDK add by themselves: reading secrets when a function starts, and every version of what a schedule
// invokes.
const PLATFORM = /^arn:aws:ssm:[^:]*:[^:]*:parameter\/amplify\/|:function:[^:]+:\*$/;

/** Returns every grant that the project wrote itself. */
export function grantsOf(assembly: Assembly): Grant[] {
  const roles = new Map(assembly.ofType('AWS::IAM::Role').map(({ arn, ref }) => [arn, ref]));
  return holdersOf(assembly).flatMap(({ holder, roleArn }) =>
    assembly
      .ofType('AWS::IAM::Policy')
      .filter(({ properties }) => [properties.Roles].flat().includes(roles.get(roleArn)))
      .flatMap(({ logicalId: policy, properties }) =>
        statementsOf(properties).flatMap(({ Effect, Action, Resource }, statement) =>
          [Effect === 'Allow' ? Action : []].flat().flatMap((action) =>
            ([Resource].flat() as string[]).map((resource, index) => ({
              ...{ holder, roleArn, action, resource },
              at: { policy, statement, resource: index },
            })),
          ),
        ),
      )
      .filter(({ resource }) => !PLATFORM.test(resource)),
  );
}

function holdersOf(assembly: Assembly): { holder: string; roleArn: string }[] {
  const functions = functionDefinitions(assembly);
  const schedules = assembly.ofType('AWS::Scheduler::Schedule').map(({ properties }) => {
    const { Arn, RoleArn } = properties.Target as { Arn: string; RoleArn: string };
    const target = functions.find(({ arn }) => arn === Arn)?.friendlyName ?? Arn;
    return { holder: `schedule of ${target}`, roleArn: RoleArn };
  });
  const rules = assembly
    .ofType('AWS::IAM::Role')
    .filter(({ properties }) => JSON.stringify(properties.AssumeRolePolicyDocument).includes('"iot.amazonaws.com"'))
    // Behind the id that the project gave, the CDK has put a hash.
    .map(({ arn, logicalId }) => ({ holder: logicalId.replace(/[0-9A-F]{8}$/, ''), roleArn: arn }));
  return [...functions.map(({ friendlyName, roleArn }) => ({ holder: friendlyName, roleArn })), ...schedules, ...rules];
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
