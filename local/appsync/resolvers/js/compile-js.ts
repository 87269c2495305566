// A resolver's APPSYNC_JS code, checked at start and ready to run.
import { AppSyncError } from '../../appsync-error';
import type { CodeResult, CompiledCode, Invocation, ResolverContext } from '../resolver-context';
import { moduleLoader } from './resolver-module';
import { type CurrentRun, EarlyReturn, moduleUtils } from './resolver-runtime';

/** Compiles code to something that runs. Throws UnsupportedApi, naming the code, for what the laptop does not have. */
export type JsCompiler = (name: string, code: string) => CompiledCode;

/** Returns a compiler; everything it compiles shares one context. */
export function jsCompiler(): JsCompiler {
  let current: CurrentRun | null = null;
  const load = moduleLoader(
    moduleUtils(() => {
      if (!current) throw new Error('A resolver function was called outside of a handler.');
      return current;
    }),
  );
  const run = (
    handler: (context: unknown) => unknown,
    context: ResolverContext,
    invocation: Invocation,
  ): CodeResult => {
    const outer = current;
    current = { context, invocation };
    try {
      return { value: handler(handlerContext(context)) ?? null, leftEarly: false, skipTo: 'NEXT' };
    } catch (thrown) {
      if (thrown instanceof EarlyReturn) return { value: thrown.value, leftEarly: true, skipTo: thrown.skipTo };
      if (thrown instanceof AppSyncError) throw thrown;
      // The runtime hides what went wrong inside of a handler.
      throw new AppSyncError('Code error', 'Code', null, {
        message: String((thrown as { message?: unknown })?.message),
      });
    } finally {
      current = outer;
    }
  };
  return (name, code) => {
    const module = load(`${name}.js`, code);
    return {
      request: (context, invocation) => run(module.request, context, invocation),
      response: (context, invocation) => run(module.response, context, invocation),
    };
  };
}

/** `ctx`: the resolver's context, with `args` for `arguments`. Changes of the stash and of arguments reach later steps. */
function handlerContext(context: ResolverContext): Record<string, unknown> {
  return { ...context, args: context.arguments, error: context.error ?? undefined };
}
