// Runs a field's resolver: a unit, or a pipeline whose steps share arguments and stash.
import type { GraphQLResolveInfo } from 'graphql';
import type { Clock } from '../../settings/clock';
import type { FieldResolver, PipelineStep, ResolverCode } from '../api-definition';
import { AppSyncError } from '../appsync-error';
import type { DataSources } from '../data-sources/data-sources';
import type { FieldCode } from '../schema/build-schema';
import { checkOperations } from './check-operations';
import type { JsCompiler } from './js/compile-js';
import { resolverInfo } from './request-info';
import type { CompiledCode, Invocation, ResolverContext } from './resolver-context';
import { compileVtl } from './vtl/compile-vtl';

interface CompiledStep {
  code: CompiledCode;
  fetch(request: unknown): Promise<unknown> | unknown;
}

/** What compiling needs besides the resolver. */
export interface ResolverParts {
  js: JsCompiler;
  dataSources: DataSources;
  clock: Clock;
}

/** Returns the function behind a field. Throws UnsupportedApi for code that the laptop cannot run. */
export function compileResolver(resolver: FieldResolver, parts: ResolverParts): FieldCode {
  const compile = (code: ResolverCode): CompiledCode =>
    code.runtime === 'js' ? parts.js(code.name, code.code) : compileVtl(code.name, code.request, code.response);
  const compileStep = ({ code, dataSource }: PipelineStep): CompiledStep => {
    checkOperations(code, dataSource);
    return { code: compile(code), fetch: parts.dataSources(dataSource) };
  };

  if (resolver.kind === 'unit') {
    const step = compileStep(resolver.step);
    return async (source, args, scope, info) => {
      const run = start(source, args, scope, info, parts.clock);
      return (await runStep(step, run.context, run.invocation)).value;
    };
  }
  const code = compile(resolver.code);
  const steps = resolver.steps.map(compileStep);
  return async (source, args, scope, info) => {
    const { context, invocation } = start(source, args, scope, info, parts.clock);
    const before = code.request(context, invocation);
    context.prev = { result: before.value };
    if (!before.leftEarly) {
      for (const step of steps) {
        const { value, skipTo } = await runStep(step, context, invocation);
        context.prev = { result: value };
        if (skipTo === 'END') break;
      }
    }
    context.result = context.prev.result;
    context.error = null;
    return code.response(context, invocation).value;
  };
}

function start(
  source: unknown,
  args: Record<string, unknown>,
  scope: Invocation['scope'],
  info: GraphQLResolveInfo,
  clock: Clock,
): { context: ResolverContext; invocation: Invocation } {
  return {
    context: {
      arguments: args,
      source: source ?? null,
      identity: scope.caller.identity,
      request: { headers: scope.headers, domainName: null },
      stash: {},
      prev: { result: null },
      result: null,
      error: null,
      info: resolverInfo(info),
    },
    invocation: { scope, path: pathOf(info.path), clock },
  };
}

/**
 * Request handler, data source, response handler. A failure of the data source is not thrown: the response handler finds it in
 * `ctx.error` and decides.
 */
async function runStep(
  step: CompiledStep,
  context: ResolverContext,
  invocation: Invocation,
): Promise<{ value: unknown; skipTo: 'NEXT' | 'END' }> {
  context.result = null;
  context.error = null;
  const request = step.code.request(context, invocation);
  if (request.leftEarly) return request;
  try {
    context.result = await step.fetch(request.value);
  } catch (error) {
    if (!(error instanceof AppSyncError)) throw error;
    context.error = { message: error.message, type: error.errorType };
    context.result = error.data;
  }
  return step.code.response(context, invocation);
}

function pathOf(path: GraphQLResolveInfo['path'] | undefined): (string | number)[] {
  return path ? [...pathOf(path.prev), path.key] : [];
}
