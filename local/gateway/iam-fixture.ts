// An assembly of roles and policies for tests.
import { ACCOUNT_ID, type Assembly, type AssemblyResource } from '../assembly/assembly';

/** Returns an assembly with `resources` alone; ref and arn default to a role's of that logical id. */
export function assemblyOf(
  resources: (Pick<AssemblyResource, 'logicalId' | 'type' | 'properties'> & { ref?: string })[],
): Assembly {
  const all = resources.map((resource) => ({
    ref: resource.logicalId,
    arn: `arn:aws:iam::${ACCOUNT_ID}:role/${resource.logicalId}`,
    ...resource,
  }));
  return {
    directory: '/nowhere',
    resources: all,
    ofType: (type) => all.filter((resource) => resource.type === type),
    assetPath: (key) => key,
    assetText: (key) => key,
    outputs: {},
  };
}

/** Returns a role with one inline policy. */
export function roleOf(logicalId: string, statements: object[]) {
  const PolicyDocument = { Version: '2012-10-17', Statement: statements };
  const properties = { Policies: [{ PolicyName: 'inline', PolicyDocument }] };
  return { logicalId, type: 'AWS::IAM::Role', properties };
}
