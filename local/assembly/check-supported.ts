// Refuses to start a backend of which a part would be silently missing.
import type { Assembly, AssemblyResource } from './assembly';
import { deploymentOnlyReason } from './deployment-only';
import type { ResourceClaim } from './resource-claim';

export type { ResourceClaim };

/** A resource, or a property of one, that no local service stands for. */
export class UnsupportedResourceError extends Error {
  override name = 'UnsupportedResourceError';
  constructor(
    readonly logicalId: string,
    readonly type: string,
    /** Null when the whole type is not supported. */
    readonly property: string | null,
  ) {
    const what = property === null ? '' : ` with the property ${property}`;
    super(`The local cloud does not support ${type}${what} (${logicalId}).`);
  }

  /** What a developer can do about it. */
  readonly resolution =
    'Support it in local/ and add it to the claims of the service that does, or take it out of amplify/.';
}

// Labels for people and for the bill.
const LABELS = new Set(['Tags', 'UserPoolTags', 'IdentityPoolTags']);

/**
 * Throws UnsupportedResourceError for the first resource of `assembly` that is neither claimed, with all its properties, by
 * one of `claims` nor deployment-only. Claims on the same type add up.
 */
export function checkSupported(assembly: Assembly, claims: readonly ResourceClaim[]): void {
  const claimed = new Map<string, Set<string>>();
  for (const { type, properties, ignored = {} } of claims) {
    const known = claimed.get(type) ?? new Set<string>();
    for (const property of [...properties, ...Object.keys(ignored)]) known.add(property);
    claimed.set(type, known);
  }
  for (const resource of assembly.resources) {
    if (deploymentOnlyReason(resource) === null) checkResource(resource, claimed.get(resource.type));
  }
}

function checkResource(resource: AssemblyResource, claimed: ReadonlySet<string> | undefined): void {
  const { logicalId, type } = resource;
  if (!claimed) throw new UnsupportedResourceError(logicalId, type, null);
  const unknown = Object.keys(resource.properties).find((name) => !claimed.has(name) && !LABELS.has(name));
  if (unknown !== undefined) throw new UnsupportedResourceError(logicalId, type, unknown);
}
