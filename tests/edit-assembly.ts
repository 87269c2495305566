// A synthesized backend with something changed, to see what the local cloud makes of it.
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A resource as its template says it. */
export interface TemplateResource {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape depends on the type, and tests change it at will.
  Properties: any;
}

/** The resources of one stack by logical id; stacks are nested. */
export type StackResources = Record<string, TemplateResource>;

/** Copies the assembly in `from` to `to` and hands the resources of each of its stacks to `edit`. */
export function editAssembly(from: string, to: string, edit: (resources: StackResources) => void): void {
  cpSync(from, to, { recursive: true });
  for (const name of readdirSync(to).filter((file) => file.endsWith('template.json'))) {
    const template = JSON.parse(readFileSync(join(to, name), 'utf8')) as { Resources: StackResources };
    edit(template.Resources);
    writeFileSync(join(to, name), JSON.stringify(template));
  }
}

/** Leaves a policy only those resources that `isLeft`, as JSON, says; a statement that loses all keeps one that is nowhere. */
export function narrowPolicy(policy: TemplateResource, isLeft: (resource: string) => boolean): void {
  for (const statement of policy.Properties.PolicyDocument.Statement) {
    const left = [statement.Resource].flat().filter((resource: unknown) => isLeft(JSON.stringify(resource)));
    statement.Resource = left.length > 0 ? left : ['arn:aws:sqs:eu-central-1:000000000000:no-such-queue'];
  }
}
