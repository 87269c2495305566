// A resolver's pair of mapping templates, checked at start and ready to run.
import { AppSyncError } from '../../appsync-error';
import { UnsupportedApi } from '../../unsupported-api';
import type { CodeResult, CompiledCode, Invocation, ResolverContext } from '../resolver-context';
import { evaluateTemplate } from './evaluate-template';
import { parseTemplate } from './parse-template';
import { functionsAt, isKnownFunction } from './template-functions';
import type { Template } from './template-syntax';
import { isKnownMethod } from './value-methods';
import { fromVtl, toVtl, type VtlMap, type VtlValue } from './vtl-value';

/**
 * Returns the compiled templates. Throws UnsupportedApi, naming template and function, for a function or method that the
 * laptop does not have.
 */
export function compileVtl(name: string, request: string, response: string): CompiledCode {
  const before = checked(parseTemplate(request, `${name}.request.vtl`));
  const after = checked(parseTemplate(response, `${name}.response.vtl`));
  return {
    request: (context, invocation) => run(before, context, invocation),
    response: (context, invocation) => run(after, context, invocation),
  };
}

function checked(template: Template): Template {
  for (const name of template.functions) {
    if (!isKnownFunction(name)) throw new UnsupportedApi(template.name, `the function $${name}`);
  }
  for (const name of template.methods) {
    if (!isKnownMethod(name)) throw new UnsupportedApi(template.name, `the method ${name}()`);
  }
  return template;
}

function run(template: Template, context: ResolverContext, invocation: Invocation): CodeResult {
  const given = toVtl(context.arguments) as VtlMap;
  const stash = toVtl(context.stash) as VtlMap;
  const seen: VtlMap = new Map<string, VtlValue>([
    ['args', given],
    ['arguments', given],
    ['stash', stash],
    ['source', toVtl(context.source)],
    ['identity', toVtl(context.identity)],
    ['request', toVtl(context.request)],
    ['error', toVtl(context.error)],
  ]);
  // What can be large is converted for those who read it.
  for (const name of ['prev', 'result', 'info'] as const) {
    if (template.properties.has(name) || template.properties.has('*')) seen.set(name, toVtl(context[name]));
  }
  const variables: VtlMap = new Map<string, VtlValue>([
    ['ctx', seen],
    ['context', seen],
  ]);
  const outcome = evaluateTemplate(template, variables, functionsAt({ context, invocation }));
  // Later steps of the pipeline see what this one changed.
  context.arguments = fromVtl(given) as Record<string, unknown>;
  context.stash = fromVtl(stash) as Record<string, unknown>;

  if (outcome.kind === 'printed') return { value: parsed(outcome.text.trim()), leftEarly: false, skipTo: 'NEXT' };
  const { value } = outcome;
  return { value: typeof value === 'string' ? textOrJson(value) : fromVtl(value), leftEarly: true, skipTo: 'NEXT' };
}

function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new AppSyncError(`Unable to convert ${text.slice(0, 500)} to Object.`, 'MappingTemplate');
  }
}

function textOrJson(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}
