// What belongs to what: policies to certificates, certificates to things. Both are noted with the certificate.
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
import { findPolicy, policySummary } from './policy-operations';
import { certificatesOf, findThing } from './thing-operations';

const CERTIFICATE_ARN_PREFIX = iotArn('cert', '');

function certificateIdIn(arn: string): string {
  if (!arn.startsWith(CERTIFICATE_ARN_PREFIX)) {
    throw invalidRequest(`Only certificates of this account can be attached in the local cloud, not ${arn}.`);
  }
  return arn.slice(CERTIFICATE_ARN_PREFIX.length);
}

const targetArn = (request: IotRequest) => iotArn('cert', certificateIdIn(bodyText(request, 'target')));
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

export const ATTACHMENT_OPERATIONS: IotOperation[] = [
  {
    name: 'AttachPolicy',
    method: 'PUT',
    path: '/target-policies/{policyName}',
    resource: targetArn,
    run: (control, request) =>
      changeCertificate(control, targetArn(request), ({ policyNames }) => ({
        policyNames: including(policyNames, findPolicy(control, request.path('policyName')).policyName),
      })),
  },
  {
    name: 'DetachPolicy',
    method: 'POST',
    path: '/target-policies/{policyName}',
    resource: targetArn,
    run: (control, request) =>
      changeCertificate(control, targetArn(request), ({ policyNames }) => ({
        policyNames: without(policyNames, findPolicy(control, request.path('policyName')).policyName),
      })),
  },
  {
    name: 'ListAttachedPolicies',
    method: 'POST',
    path: '/attached-policies/{target+}',
    resource: NO_RESOURCE_TYPE,
    async run(control, request) {
      const { policyNames } = targetOf(control, request.path('target'));
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
      const targets = control.registry.certificates.all().filter(({ policyNames }) => policyNames.includes(policyName));
      const arns = targets.map(({ certificateId }) => iotArn('cert', certificateId));
      return page(request, SECURITY_PAGES, 'targets', arns, itself, itself);
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
