// A registered certificate: what may authenticate, and what is attached to it.

export const SETTABLE_STATUSES = ['ACTIVE', 'INACTIVE', 'REVOKED'] as const;
export type CertificateStatus = (typeof SETTABLE_STATUSES)[number];

export interface DeviceCertificateRecord {
  /** SHA-256 fingerprint, lower-case hex. */
  certificateId: string;
  certificatePem: string;
  status: CertificateStatus;
  /** Epoch ms. */
  createdAt: number;
  lastModifiedAt: number;
  notBefore: number;
  notAfter: number;
  /** Names of the policies attached to it. */
  policyNames: readonly string[];
  /** Names of the things that it is attached to. */
  thingNames: readonly string[];
}
