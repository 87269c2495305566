// @peculiar/x509 wires itself with tsyringe, which refuses to load unless Reflect has three functions of the metadata
// proposal. They are these few lines, so no polyfill package is installed. x509.ts imports this first.

type Metadata = Map<unknown, unknown>;
const metadataOf = new WeakMap<object, Metadata>();

function defineMetadata(key: unknown, value: unknown, target: object): void {
  const metadata: Metadata = metadataOf.get(target) ?? new Map();
  metadataOf.set(target, metadata.set(key, value));
}

function getOwnMetadata(key: unknown, target: object): unknown {
  return metadataOf.get(target)?.get(key);
}

function getMetadata(key: unknown, target: object): unknown {
  for (let owner: object | null = target; owner; owner = Object.getPrototypeOf(owner)) {
    const metadata = metadataOf.get(owner);
    if (metadata?.has(key)) return metadata.get(key);
  }
  return undefined;
}

if (!('getMetadata' in Reflect)) Object.assign(Reflect, { defineMetadata, getOwnMetadata, getMetadata });
