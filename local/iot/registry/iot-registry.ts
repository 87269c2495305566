// Things, certificates, identities and policies: what the control plane changes and the broker asks. Which change is allowed is the
// control plane's business.
import { join } from 'node:path';
import type { DeviceCertificateRecord } from './device-certificate-record';
import type { Policy } from './policy';
import { RecordFiles } from './record-files';
import type { Thing } from './thing';

/** An identity-pool identity with the names of the policies attached to it. */
export interface AttachedIdentity {
  /** `<region>:<uuid>`. */
  identityId: string;
  policyNames: readonly string[];
}

export class IotRegistry {
  readonly things: RecordFiles<Thing>;
  readonly certificates: RecordFiles<DeviceCertificateRecord>;
  /** Identities of the identity pool that have policies attached. */
  readonly identities: RecordFiles<AttachedIdentity>;
  readonly policies: RecordFiles<Policy>;
  #revision = 0;
  #changes: Promise<unknown> = Promise.resolve();
  readonly #listeners = new Set<() => void>();

  private constructor(
    things: RecordFiles<Thing>,
    certificates: RecordFiles<DeviceCertificateRecord>,
    identities: RecordFiles<AttachedIdentity>,
    policies: RecordFiles<Policy>,
  ) {
    this.things = things;
    this.certificates = certificates;
    this.identities = identities;
    this.policies = policies;
  }

  /** Opens the registry kept below `directory`. */
  static async open(directory: string): Promise<IotRegistry> {
    return new IotRegistry(
      await RecordFiles.open<Thing>(join(directory, 'things'), (thing) => thing.thingName),
      await RecordFiles.open<DeviceCertificateRecord>(join(directory, 'certificates'), (one) => one.certificateId),
      await RecordFiles.open<AttachedIdentity>(join(directory, 'identities'), (one) => one.identityId),
      await RecordFiles.open<Policy>(join(directory, 'policies'), (policy) => policy.policyName),
    );
  }

  /** Grows with every change: who keeps decisions compares it and decides anew. */
  get revision(): number {
    return this.#revision;
  }

  /**
   * Runs one change alone, so that what it checked still holds when it writes. Resolves with its result once everything
   * that it wrote is on disk and every listener has heard.
   */
  change<Result>(apply: () => Promise<Result>): Promise<Result> {
    const result = this.#changes.then(async () => {
      try {
        return await apply();
      } finally {
        // Even a change that failed half-way may have written something.
        this.#revision++;
        for (const listener of this.#listeners) listener();
      }
    });
    this.#changes = result.catch(() => undefined);
    return result;
  }

  /** Calls back after each change. Returns what ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
