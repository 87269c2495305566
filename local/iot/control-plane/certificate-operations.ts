// CreateKeysAndCertificate, CreateCertificateFromCsr, DescribeCertificate, UpdateCertificate, DeleteCertificate,
// ListCertificates. The broker drops a certificate's live connections when it sees the status change.
import { AwsError } from '../../gateway/aws-service';
import { iotArn } from '../arn';
import { issueFromCsr, issueWithKeys } from '../certificates/device-certificate';
import type { SignedCertificate } from '../certificates/sign-certificate';
import {
  type CertificateStatus,
  type DeviceCertificateRecord,
  SETTABLE_STATUSES,
} from '../registry/device-certificate-record';
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

const certificateArnOf = (request: IotRequest) => iotArn('cert', request.path('certificateId'));

/** Returns the certificate. Throws ResourceNotFoundException when there is none. */
export function findCertificate(control: IotControl, certificateId: string): DeviceCertificateRecord {
  const certificate = control.registry.certificates.get(certificateId);
  if (!certificate) throw notFound('Certificate', certificateId);
  return certificate;
}

async function register(control: IotControl, signed: SignedCertificate, request: IotRequest) {
  const { certificateId, pem, notBefore, notAfter } = signed;
  const now = control.now();
  const status: CertificateStatus = request.query.get('setAsActive') === 'true' ? 'ACTIVE' : 'INACTIVE';
  await control.registry.change(() =>
    control.registry.certificates.put({
      certificateId,
      certificatePem: pem,
      status,
      createdAt: now,
      lastModifiedAt: now,
      notBefore,
      notAfter,
      policyNames: [],
      thingNames: [],
    }),
  );
  return { certificateArn: iotArn('cert', certificateId), certificateId, certificatePem: pem };
}

function summary({ certificateId, status, createdAt }: DeviceCertificateRecord) {
  const certificateArn = iotArn('cert', certificateId);
  return { certificateArn, certificateId, status, certificateMode: 'DEFAULT', creationDate: createdAt / 1000 };
}

export const CERTIFICATE_OPERATIONS: IotOperation[] = [
  {
    name: 'CreateKeysAndCertificate',
    method: 'POST',
    path: '/keys-and-certificate',
    resource: NO_RESOURCE_TYPE,
    async run(control, request) {
      const signed = await issueWithKeys(control.authority, control.now());
      const keyPair = { PublicKey: signed.publicKeyPem, PrivateKey: signed.privateKeyPem };
      return { ...(await register(control, signed, request)), keyPair };
    },
  },
  {
    name: 'CreateCertificateFromCsr',
    method: 'POST',
    path: '/certificates',
    resource: NO_RESOURCE_TYPE,
    async run(control, request) {
      const csr = bodyText(request, 'certificateSigningRequest');
      const signed = await issueFromCsr(control.authority, csr, control.now());
      if (!signed.ok) throw invalidRequest(signed.problem);
      return register(control, signed.certificate, request);
    },
  },
  {
    name: 'DescribeCertificate',
    method: 'GET',
    path: '/certificates/{certificateId}',
    resource: certificateArnOf,
    async run(control, request) {
      const certificate = findCertificate(control, request.path('certificateId'));
      const { certificatePem, lastModifiedAt, notBefore, notAfter } = certificate;
      return {
        certificateDescription: {
          ...summary(certificate),
          certificatePem,
          lastModifiedDate: lastModifiedAt / 1000,
          validity: { notBefore: notBefore / 1000, notAfter: notAfter / 1000 },
        },
      };
    },
  },
  {
    name: 'UpdateCertificate',
    method: 'PUT',
    path: '/certificates/{certificateId}',
    resource: certificateArnOf,
    async run(control, request) {
      const asked = request.query.get('newStatus');
      const status = SETTABLE_STATUSES.find((each) => each === asked);
      if (!status) throw invalidRequest(`newStatus is one of ${SETTABLE_STATUSES.join(', ')}.`);
      await control.registry.change(async () => {
        const certificate = findCertificate(control, request.path('certificateId'));
        if (certificate.status === 'REVOKED' && status !== 'REVOKED') {
          throw new AwsError('CertificateStateException', 'A revoked certificate stays revoked.', 406);
        }
        await control.registry.certificates.put({ ...certificate, status, lastModifiedAt: control.now() });
      });
      return {};
    },
  },
  {
    name: 'DeleteCertificate',
    method: 'DELETE',
    path: '/certificates/{certificateId}',
    resource: certificateArnOf,
    async run(control, request) {
      await control.registry.change(async () => {
        const certificate = findCertificate(control, request.path('certificateId'));
        const { certificateId, policyNames, thingNames } = certificate;
        const arn = iotArn('cert', certificateId);
        if (certificate.status === 'ACTIVE') {
          throw new AwsError(
            'CertificateStateException',
            `Certificate must be deactivated (not ACTIVE) before deletion. (arn: ${arn})`,
            406,
          );
        }
        if (thingNames.length > 0) {
          throw new AwsError('DeleteConflictException', `Things must be detached before deletion (arn: ${arn})`, 409);
        }
        if (policyNames.length > 0 && request.query.get('forceDelete') !== 'true') {
          throw new AwsError(
            'DeleteConflictException',
            `Certificate policies must be detached before deletion (arn: ${arn})`,
            409,
          );
        }
        await control.registry.certificates.delete(certificateId);
      });
      return {};
    },
  },
  {
    name: 'ListCertificates',
    method: 'GET',
    path: '/certificates',
    resource: NO_RESOURCE_TYPE,
    async run(control, request) {
      const all = control.registry.certificates.all();
      return page(request, SECURITY_PAGES, 'certificates', all, (one) => one.certificateId, summary);
    },
  },
];
