// What belongs to what: policies to certificates and identities, certificates to things. It is noted with the certificate
// or the identity.
import { iotArn } from '../arn';
import type { DeviceCertificateRecord } from '../registry/device-certificate-record';
import { findCertificate } from './certificate-operations';
import {
  bodyText,
  type IotControl,
  type IotOperation,
  type IotRequest,
  invalidRequest,
  NO_RESOURCE_TYPE,
} from './iot-operation';
import { page, SECURITY_PAGES, THING_PAGES } from './pages';
import { findPolicy, policySummary, policyTargets } from './policy-operations';
import { certificatesOf, findThing } from './thing-operations';

const CERTIFICATE_ARN_PREFIX = iotArn('cert', '');

const IDENTITY_ID = /^[\w-]+:[0-9a-f-]{36}$/;

function certificateIdIn(arn: string): string {
  if (!arn.startsWith(CERTIFICATE_ARN_PREFIX)) {
    throw invalidRequest(`Only certificates and identities of this account are known to the local cloud, not ${arn}.`);
  }
  return arn.slice(CERTIFICATE_ARN_PREFIX.length);
}

/** The resource of a policy's target; an identity has no ARN. */
const targetArn = (request: IotRequest) => {
  const target = bodyText(request, 'target');
  return IDENTITY_ID.test(target) ? '*' : iotArn('cert', certificateIdIn(target));
};
const principalArn = (request: IotRequest) => iotArn('cert', certificateIdIn(request.header('x-amzn-principal')));
const targetOf = (control: IotControl, arn: string) => findCertificate(control, certificateIdIn(arn));

const including = (names: readonly string[], name: string) => (names.includes(name) ? names : [...names, name].sort());
const without = (names: readonly string[], name: string) => names.filter((each) => each !== name);
const itself = (name: string) => name;

async function changeCertificate(
  control: IotControl,
  arn: string,
  apply: (certificate: DeviceCertificateRecord) => Partial<DeviceCertificateRecord>,
): Promise<object> {
  await control.registry.change(async () => {
    const certificate = targetOf(control, arn);
    await control.registry.certificates.put({ ...certificate, ...apply(certificate) });
  });
  return {};
}

/** Replaces the names of the policies that are attached to a certificate or an identity. */
async function changePolicies(
  control: IotControl,
  request: IotRequest,
  apply: (policyNames: readonly string[], policyName: string) => readonly string[],
): Promise<object> {
  const target = bodyText(request, 'target');
  const next = (policyNames: readonly string[]) =>
    apply(policyNames, findPolicy(control, request.path('policyName')).policyName);
  if (!IDENTITY_ID.test(target)) {
    return changeCertificate(control, targetArn(request), ({ policyNames }) => ({ policyNames: next(policyNames) }));
  }
  const { identities } = control.registry;
  await control.registry.change(async () => {
    const policyNames = next(identities.get(target)?.policyNames ?? []);
    if (policyNames.length > 0) await identities.put({ identityId: target, policyNames });
    else await identities.delete(target);
  });
  return {};
}

export const ATTACHMENT_OPERATIONS: IotOperation[] = [
  {
    name: 'AttachPolicy',
    method: 'PUT',
    path: '/target-policies/{policyName}',
    resource: targetArn,
    run: (control, request) => changePolicies(control, request, including),
  },
  {
    name: 'DetachPolicy',
    method: 'POST',
    path: '/target-policies/{policyName}',
    resource: targetArn,
    run: (control, request) => changePolicies(control, request, without),
  },
  {
    name: 'ListAttachedPolicies',
    method: 'POST',
    path: '/attached-policies/{target+}',
    resource: NO_RESOURCE_TYPE,
    async run(control, request) {
      const target = request.path('target');
      const policyNames = IDENTITY_ID.test(target)
        ? (control.registry.identities.get(target)?.policyNames ?? [])
        : targetOf(control, target).policyNames;
      return page(request, SECURITY_PAGES, 'policies', policyNames, itself, policySummary);
    },
  },
  {
    name: 'ListTargetsForPolicy',
    method: 'POST',
    path: '/policy-targets/{policyName}',
    resource: (request) => iotArn('policy', request.path('policyName')),
    async run(control, request) {
      const { policyName } = findPolicy(control, request.path('policyName'));
      return page(request, SECURITY_PAGES, 'targets', policyTargets(control, policyName), itself, itself);
    },
  },
  {
    name: 'AttachThingPrincipal',
    method: 'PUT',
    path: '/things/{thingName}/principals',
    resource: principalArn,
    async run(control, request) {
      if (request.query.get('thingPrincipalType') === 'EXCLUSIVE_THING') {
        throw invalidRequest('Exclusive things are not supported by the local cloud.');
      }
      return changeCertificate(control, principalArn(request), ({ thingNames }) => ({
        thingNames: including(thingNames, findThing(control, request.path('thingName')).thingName),
      }));
    },
  },
  {
    name: 'DetachThingPrincipal',
    method: 'DELETE',
    path: '/things/{thingName}/principals',
    resource: principalArn,
    run: (control, request) =>
      changeCertificate(control, principalArn(request), ({ thingNames }) => ({
        thingNames: without(thingNames, findThing(control, request.path('thingName')).thingName),
      })),
  },
  {
    name: 'ListThingPrincipals',
    method: 'GET',
    path: '/things/{thingName}/principals',
    resource: NO_RESOURCE_TYPE,
    async run(control, request) {
      const { thingName } = findThing(control, request.path('thingName'));
      const arns = certificatesOf(control, thingName).map(({ certificateId }) => iotArn('cert', certificateId));
      return page(request, THING_PAGES, 'principals', arns, itself, itself);
    },
  },
  {
    name: 'ListPrincipalThings',
    method: 'GET',
    path: '/principals/things',
    resource: NO_RESOURCE_TYPE,
    async run(control, request) {
      const { thingNames } = targetOf(control, request.header('x-amzn-principal'));
      return page(request, THING_PAGES, 'things', thingNames, itself, itself);
    },
  },
];
