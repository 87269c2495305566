// The synthesized backend as one CloudFormation template, for assertions.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { synthesize } from '../../local/assembly/synthesize';

interface TemplateJson {
  Resources?: Record<string, TemplateResource>;
}

export interface TemplateResource {
  Type: string;
  // Free-form by nature: CloudFormation properties, with intrinsics in them.
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}

export const ROOT = join(import.meta.dirname, '../..');

/** The resources of every nested stack together, keyed `<stack>/<logical id>`. */
export type Synthesized = Template;

/** Synthesizes `type` (cached by content). */
export async function synthesized(type: 'sandbox' | 'branch', env: Record<string, string> = {}): Promise<Synthesized> {
  const { directory } = await synthesize({ rootDirectory: ROOT, type, env });
  const resources: Record<string, TemplateResource> = {};
  for (const file of readdirSync(directory).filter((name) => name.endsWith('.template.json'))) {
    const template = JSON.parse(readFileSync(join(directory, file), 'utf8')) as TemplateJson;
    for (const [id, resource] of Object.entries(template.Resources ?? {})) resources[`${file}/${id}`] = resource;
  }
  // References between nested stacks go through parameters and outputs, which one flat template does not have.
  return Template.fromJSON({ Resources: resources }, { skipCyclicalDependenciesCheck: true });
}

/** The resources of one type, by key. */
export function entriesOfType(template: Synthesized, type: string): [string, TemplateResource][] {
  return Object.entries(template.findResources(type)) as [string, TemplateResource][];
}

/** The resources of one type. */
export function ofType(template: Synthesized, type: string): TemplateResource[] {
  return entriesOfType(template, type).map(([, resource]) => resource);
}
