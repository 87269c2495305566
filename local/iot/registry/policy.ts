// A named IoT policy with its versions.

export interface PolicyVersion {
  versionId: string;
  /** JSON text, as it was given. */
  document: string;
  /** Epoch ms. */
  createdAt: number;
}

export interface Policy {
  policyName: string;
  defaultVersionId: string;
  /** Oldest first. */
  versions: readonly PolicyVersion[];
}

/** Versions that a policy may have (AWS IoT Core quotas: security). */
const MAXIMUM_VERSIONS = 5;
const POLICY_NAME = /^[\w+=,.@-]{1,128}$/;

/** Returns what is wrong with a policy's name, or null. */
export function policyNameProblem(policyName: string): string | null {
  return POLICY_NAME.test(policyName) ? null : 'A policy name has 1 to 128 characters of word characters and "+=,.@-".';
}

/** Returns the document that is in force. */
export function defaultDocument(policy: Policy): string {
  const version = policy.versions.find(({ versionId }) => versionId === policy.defaultVersionId);
  if (!version) throw new Error(`The policy ${policy.policyName} has no version ${policy.defaultVersionId}.`);
  return version.document;
}

/** Returns a new policy of one version. */
export function newPolicy(policyName: string, document: string, nowMs: number): Policy {
  return { policyName, defaultVersionId: '1', versions: [{ versionId: '1', document, createdAt: nowMs }] };
}

/**
 * Returns the policy with `document` as a new default version. A sixth version takes the place of the oldest, as
 * CloudFormation does when it updates a policy.
 */
export function withNewDefault(policy: Policy, document: string, nowMs: number): Policy {
  const versionId = String(Math.max(...policy.versions.map((version) => Number(version.versionId))) + 1);
  const versions = [...policy.versions, { versionId, document, createdAt: nowMs }].slice(-MAXIMUM_VERSIONS);
  return { ...policy, defaultVersionId: versionId, versions };
}
