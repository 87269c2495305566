// The shape of a CloudFormation template, as far as the local cloud reads it.

/** One entry of a template's Resources. */
export interface TemplateResource {
  Type: string;
  Properties?: Record<string, unknown>;
  Condition?: string;
}

/** A template file. */
export interface Template {
  Parameters?: Record<string, { Type: string; Default?: unknown }>;
  Conditions?: Record<string, unknown>;
  Resources?: Record<string, TemplateResource>;
  Outputs?: Record<string, { Value: unknown; Condition?: string }>;
}

/** Parses a template. Throws for sections that would change what the rest means and that the local cloud ignores. */
export function parseTemplate(text: string, name: string): Template {
  const template: Template = JSON.parse(text);
  for (const section of ['Transform', 'Mappings']) {
    if (section in template)
      throw new Error(`The template ${name} has ${section}, which the local cloud does not support.`);
  }
  return template;
}
