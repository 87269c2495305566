// CreatePolicy, GetPolicy, DeletePolicy, ListPolicies.
import { AwsError } from '../../gateway/aws-service';
import { iotArn } from '../arn';
import { parsePolicyDocument } from '../policies/policy-document';
import { defaultDocument, newPolicy, type Policy, policyNameProblem } from '../registry/policy';
import {
  bodyText,
  type IotControl,
  type IotOperation,
  type IotRequest,
  invalidRequest,
  NO_RESOURCE_TYPE,
  notFound,
} from './iot-operation';
import { page, SECURITY_PAGES } from './pages';

const policyArnOf = (request: IotRequest) => iotArn('policy', request.path('policyName'));

/** Returns the policy. Throws ResourceNotFoundException when there is none. */
export function findPolicy(control: IotControl, policyName: string): Policy {
  const policy = control.registry.policies.get(policyName);
  if (!policy) throw notFound('Policy', policyName);
  return policy;
}

/** Returns the targets that the policy is attached to, sorted: ARNs of certificates, and identity ids. */
export function policyTargets({ registry }: IotControl, policyName: string): string[] {
  const isAttached = ({ policyNames }: { policyNames: readonly string[] }) => policyNames.includes(policyName);
  return [
    ...registry.certificates
      .all()
      .filter(isAttached)
      .map(({ certificateId }) => iotArn('cert', certificateId)),
    ...registry.identities
      .all()
      .filter(isAttached)
      .map(({ identityId }) => identityId),
  ].sort();
}

/** Returns how an attached or listed policy is shown. */
export function policySummary(policyName: string) {
  return { policyName, policyArn: iotArn('policy', policyName) };
}

export const POLICY_OPERATIONS: IotOperation[] = [
  {
    name: 'CreatePolicy',
    method: 'POST',
    path: '/policies/{policyName}',
    resource: policyArnOf,
    async run(control, request) {
      const policyName = request.path('policyName');
      const problem = policyNameProblem(policyName);
      if (problem) throw invalidRequest(problem);
      const document = bodyText(request, 'policyDocument');
      const parsed = parsePolicyDocument(document);
      if (!parsed.ok) {
        throw new AwsError('MalformedPolicyException', `Policy document is malformed: ${parsed.problem}`, 400);
      }
      await control.registry.change(async () => {
        if (control.registry.policies.get(policyName)) {
          throw new AwsError(
            'ResourceAlreadyExistsException',
            `Policy cannot be created - name already exists (name=${policyName})`,
            409,
          );
        }
        await control.registry.policies.put(newPolicy(policyName, document, control.now()));
      });
      return { ...policySummary(policyName), policyDocument: document, policyVersionId: '1' };
    },
  },
  {
    name: 'GetPolicy',
    method: 'GET',
    path: '/policies/{policyName}',
    resource: policyArnOf,
    async run(control, request) {
      const policy = findPolicy(control, request.path('policyName'));
      return {
        ...policySummary(policy.policyName),
        policyDocument: defaultDocument(policy),
        defaultVersionId: policy.defaultVersionId,
        creationDate: (policy.versions[0]?.createdAt ?? 0) / 1000,
        lastModifiedDate: (policy.versions.at(-1)?.createdAt ?? 0) / 1000,
      };
    },
  },
  {
    name: 'DeletePolicy',
    method: 'DELETE',
    path: '/policies/{policyName}',
    resource: policyArnOf,
    async run(control, request) {
      await control.registry.change(async () => {
        const { policyName, versions } = findPolicy(control, request.path('policyName'));
        if (policyTargets(control, policyName).length > 0) {
          throw new AwsError(
            'DeleteConflictException',
            `The policy cannot be deleted as the policy is attached to one or more principals (name=${policyName})`,
            409,
          );
        }
        if (versions.length > 1) {
          throw new AwsError(
            'DeleteConflictException',
            `Cannot delete the policy because it has one or more policy versions attached to it (name=${policyName})`,
            409,
          );
        }
        await control.registry.policies.delete(policyName);
      });
      return {};
    },
  },
  {
    name: 'ListPolicies',
    method: 'GET',
    path: '/policies',
    resource: NO_RESOURCE_TYPE,
    async run(control, request) {
      const names = control.registry.policies.all().map(({ policyName }) => policyName);
      return page(request, SECURITY_PAGES, 'policies', names, (name) => name, policySummary);
    },
  },
];
