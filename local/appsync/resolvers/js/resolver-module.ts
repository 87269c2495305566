// Compiles APPSYNC_JS code once and runs it: an own vm context, and nothing importable but AppSync's own module.
import vm from 'node:vm';
import { transformSync } from 'esbuild';
import { UnsupportedApi } from '../../unsupported-api';

/** A resolver's two handlers. */
export interface ResolverModule {
  request(context: unknown): unknown;
  response(context: unknown): unknown;
}

/** Turns code into modules that share one context and one `@aws-appsync/utils`. */
export type ModuleLoader = (name: string, code: string) => ResolverModule;

/** Returns a loader. `utils` is what `import … from '@aws-appsync/utils'` gives. */
export function moduleLoader(utils: Readonly<Record<string, unknown>>): ModuleLoader {
  // The runtime's console writes to CloudWatch; payloads do not belong in the log of a laptop.
  const silent = { log: () => undefined, error: () => undefined };
  const context = vm.createContext({ console: silent }, { codeGeneration: { strings: false, wasm: false } });
  return (name, code) => {
    const compiled = transformSync(code, { format: 'cjs', target: 'es2022', sourcefile: name });
    refuseUnknownFunctions(name, compiled.code, utils);
    const script = new vm.Script(`(function (module, exports, require) {${compiled.code}\n})`, { filename: name });
    const module: { exports: Partial<ResolverModule> } = { exports: {} };
    const load = (specifier: string): unknown => {
      if (specifier === '@aws-appsync/utils') return utils;
      throw new UnsupportedApi(name, `the import of ${specifier}`);
    };
    script.runInContext(context, { timeout: 1000 })(module, module.exports, load);
    const { request, response } = module.exports;
    if (typeof request !== 'function' || typeof response !== 'function')
      throw new UnsupportedApi(name, 'code without an exported request and response');
    return { request, response };
  };
}

/** esbuild has taken comments away, so that what is left of `util.name(` is a call. */
function refuseUnknownFunctions(name: string, code: string, utils: Readonly<Record<string, unknown>>): void {
  for (const [, dotted = ''] of code.matchAll(/\b((?:util|extensions|runtime)(?:\.[A-Za-z]\w*)+)\s*\(/g)) {
    let found: unknown = utils;
    for (const part of dotted.split('.')) {
      found =
        typeof found === 'object' && found !== null && Object.hasOwn(found, part)
          ? (found as Record<string, unknown>)[part]
          : undefined;
    }
    if (typeof found !== 'function') throw new UnsupportedApi(name, `the function ${dotted}`);
  }
  // Under another name, or taken apart, a function would be found out only when it is called.
  const [, whole] = /\bimport_utils\.(util|extensions|runtime)\b(?!\.[A-Za-z])/.exec(code) ?? [];
  if (whole) throw new UnsupportedApi(name, `${whole} in any other form than ${whole}.name()`);
}
