// Opens a cloud assembly: the manifest, its root stack and everything nested in it.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Assembly, AssemblyResource } from './assembly';
import { readAssets } from './assets';
import { openStack } from './open-stack';
import { knownResourceTypes } from './physical-names';
import { parseTemplate } from './template';

/** Two resources would share one ARN, so that one would answer for the other. */
export class DuplicateNameError extends Error {
  override name = 'DuplicateNameError';
}

interface Manifest {
  artifacts?: Record<string, { type: string; properties?: { templateFile?: string; file?: string } }>;
}

/**
 * Returns the backend in the folder `directory`, with every intrinsic function resolved to local values. `awsEndpoint` is
 * the base URL of the local AWS endpoint, without a trailing slash: queue URLs and the GraphQL URL start with it. Names
 * depend on the template's logical ids alone. A resource's properties, ref and arn are resolved when they are read;
 * they throw UnresolvableError for an expression that the local cloud does not support, naming it.
 */
export function loadAssembly(directory: string, options: { awsEndpoint: string }): Assembly {
  const root = resolve(directory);
  const manifest: Manifest = JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8'));
  const artifacts = Object.values(manifest.artifacts ?? {});
  const stacks = artifacts.filter((artifact) => artifact.type === 'aws:cloudformation:stack');
  const templateFile = stacks[0]?.properties?.templateFile;
  if (stacks.length !== 1 || templateFile === undefined) {
    throw new Error(`The assembly in ${root} has ${stacks.length} root stacks; the local cloud runs exactly one.`);
  }
  const assets = readAssets(
    root,
    artifacts.flatMap(({ type, properties }) => (type === 'cdk:asset-manifest' ? (properties?.file ?? []) : [])),
  );
  const template = parseTemplate(readFileSync(join(root, templateFile), 'utf8'), templateFile);
  const stack = openStack(template, '', () => undefined, { awsEndpoint: options.awsEndpoint, assets });
  refuseDuplicates(stack.resources);
  return {
    directory: root,
    resources: stack.resources,
    ofType: (type) => stack.resources.filter((resource) => resource.type === type),
    assetPath: assets.path,
    assetText: assets.text,
    outputs: Object.fromEntries(stack.outputNames.map((name) => [name, stack.output(name)])),
  };
}

function refuseDuplicates(resources: readonly AssemblyResource[]): void {
  const known = new Set(knownResourceTypes());
  const owners = new Map<string, AssemblyResource>();
  for (const resource of resources) {
    // A type without names is reported, with better words, by the check of what is supported.
    if (!known.has(resource.type) || resource.arn === '') continue;
    const owner = owners.get(resource.arn);
    if (owner) {
      throw new DuplicateNameError(`${owner.logicalId} and ${resource.logicalId} would both be ${resource.arn}.`);
    }
    owners.set(resource.arn, resource);
  }
}
