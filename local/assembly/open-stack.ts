// One stack of the assembly with the stacks nested in it. Everything is resolved when it is asked for and then kept, so
// that siblings may refer to each other's outputs in any order.
import type { AssemblyResource } from './assembly';
import type { Assets } from './assets';
import { evaluateCondition } from './evaluate-condition';
import { type PhysicalIdentity, physicalIdentity } from './physical-names';
import { type IntrinsicScope, resolveIntrinsics, UnresolvableError } from './resolve-intrinsics';
import { parseTemplate, type Template, type TemplateResource } from './template';

const NESTED_STACK = 'AWS::CloudFormation::Stack';

/** A stack whose resources are flattened with those of its nested stacks. */
export interface Stack {
  resources: AssemblyResource[];
  outputNames: string[];
  /** Throws UnresolvableError for an output that does not exist or whose condition is false. */
  output(name: string): unknown;
}

/** What is the same for every stack of an assembly. */
export interface StackContext {
  awsEndpoint: string;
  assets: Assets;
}

/** Opens `template`; `parameter` gives the values that the parent passes, undefined for those that it does not. */
export function openStack(
  template: Template,
  stackPath: string,
  parameter: (name: string) => unknown,
  context: StackContext,
): Stack {
  const declared = new Map(Object.entries(template.Resources ?? {}));
  const parameters = new Map(Object.entries(template.Parameters ?? {}));
  const conditions = new Map(Object.entries(template.Conditions ?? {}));
  const outputs = new Map(Object.entries(template.Outputs ?? {}));
  const scope: IntrinsicScope = { stackPath, ref, getAtt, condition };
  const present = [...declared].filter(([, r]) => r.Condition === undefined || condition(r.Condition));
  const nested = new Map<string, Stack>();
  const own = new Map<string, LoadedResource>();
  for (const [logicalId, resource] of present) {
    if (resource.Type === NESTED_STACK) nested.set(logicalId, openNested(logicalId, resource));
    else own.set(logicalId, loadResource(logicalId, resource));
  }

  function fail(problem: string): Error {
    return new UnresolvableError(problem, stackPath);
  }

  function condition(name: string): boolean {
    if (!conditions.has(name)) throw fail(`Unknown condition "${name}"`);
    return evaluateCondition(conditions.get(name), scope);
  }

  function ref(name: string): unknown {
    const declaration = parameters.get(name);
    if (!declaration) return identityOf(name).ref;
    const passed = parameter(name);
    if (passed !== undefined) return passed;
    // The default of such a parameter is the name of an SSM parameter in the account, not its value.
    if (declaration.Type.startsWith('AWS::SSM::')) throw fail(`The parameter "${name}" is looked up in the account`);
    if (declaration.Default === undefined) throw fail(`The parameter "${name}" has no value`);
    return declaration.Default;
  }

  function getAtt(logicalId: string, attribute: string): unknown {
    const child = nested.get(logicalId);
    if (child) {
      if (attribute.startsWith('Outputs.')) return child.output(attribute.slice('Outputs.'.length));
      throw fail(`Fn::GetAtt: a stack has no attribute "${attribute}"`);
    }
    const { attributes } = identityOf(logicalId);
    const value = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
    if (value !== undefined) return value;
    const type = declared.get(logicalId)?.Type;
    throw fail(`Fn::GetAtt: the local cloud does not know the attribute "${attribute}" of ${type} "${logicalId}"`);
  }

  function identityOf(logicalId: string): PhysicalIdentity {
    const resource = own.get(logicalId);
    if (!resource) throw fail(`Nothing here is called "${logicalId}"`);
    return resource.identity();
  }

  function loadResource(logicalId: string, { Type: type, Properties: raw = {} }: TemplateResource): LoadedResource {
    const identity = once(() => {
      const property = (name: string) => (Object.hasOwn(raw, name) ? resolveIntrinsics(raw[name], scope) : undefined);
      const found = physicalIdentity({ type, logicalId, stackPath, property }, context.awsEndpoint);
      if (!found) throw fail(`The local cloud has no names for the type ${type} of "${logicalId}"`);
      return found;
    });
    const properties = once(() => resolveIntrinsics(raw, scope) as Record<string, unknown>);
    const resource: AssemblyResource = {
      logicalId,
      type,
      get properties() {
        return properties();
      },
      get ref() {
        return identity().ref;
      },
      get arn() {
        return identity().arn;
      },
    };
    return { resource, identity };
  }

  function openNested(logicalId: string, { Properties: raw = {} }: TemplateResource): Stack {
    const url = String(resolveIntrinsics(raw.TemplateURL, scope));
    const passed = new Map(Object.entries(raw.Parameters ?? {}));
    const path = stackPath ? `${stackPath}/${logicalId}` : logicalId;
    const value = (name: string) => (passed.has(name) ? resolveIntrinsics(passed.get(name), scope) : undefined);
    return openStack(parseTemplate(context.assets.text(url), path), path, value, context);
  }

  return {
    resources: [...[...own.values()].map((r) => r.resource), ...[...nested.values()].flatMap((s) => s.resources)],
    outputNames: [...outputs]
      .filter(([, o]) => o.Condition === undefined || condition(o.Condition))
      .map(([name]) => name),
    output(name) {
      const declaration = outputs.get(name);
      if (!declaration || (declaration.Condition !== undefined && !condition(declaration.Condition))) {
        throw fail(`Unknown output "${name}"`);
      }
      return resolveIntrinsics(declaration.Value, scope);
    },
  };
}

interface LoadedResource {
  resource: AssemblyResource;
  identity(): PhysicalIdentity;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
