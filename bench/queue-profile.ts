// The deployed backend with another queue profile: a copy of its assembly in which only the telemetry mapping differs.
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from '../local/assembly/synthesize';
import { ROOT } from '../tests/test-cloud';
import { withFolder } from './with-cloud';

interface Template {
  Resources?: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
}

/** Lets `use` use such an assembly. Throws an Error when the template has no mapping for telemetry. */
export async function withProfile<T>(
  { batchSize, windowSeconds }: { batchSize: number; windowSeconds: number },
  use: (assemblyDirectory: string) => Promise<T>,
): Promise<T> {
  const { directory } = await synthesize({ rootDirectory: ROOT, type: 'sandbox' });
  return withFolder('assembly', async (copy) => {
    cpSync(directory, copy, { recursive: true });
    let changed = 0;
    for (const name of readdirSync(copy).filter((each) => each.endsWith('.template.json'))) {
      const template = JSON.parse(readFileSync(join(copy, name), 'utf8')) as Template;
      for (const [logicalId, { Type, Properties }] of Object.entries(template.Resources ?? {})) {
        if (Type !== 'AWS::Lambda::EventSourceMapping' || !logicalId.startsWith('TelemetryMapping') || !Properties)
          continue;
        Object.assign(Properties, { BatchSize: batchSize, MaximumBatchingWindowInSeconds: windowSeconds });
        changed += 1;
      }
      writeFileSync(join(copy, name), JSON.stringify(template));
    }
    if (changed !== 1) throw new Error(`${changed} mappings of telemetry were found; there should be one.`);
    return use(copy);
  });
}
