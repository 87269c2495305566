// `npm run synth [-- --type branch]`: synthesizes the backend offline and says where the assembly is.
import { resolve } from 'node:path';
import { synthesize } from '../assembly/synthesize';

const USAGE = `Usage: npm run synth [-- --type sandbox|branch]
Synthesizes the backend without AWS and says where the assembly is. Unchanged sources are not synthesized again.`;
if (process.argv.includes('--help')) {
  console.log(USAGE);
  process.exit(0);
}
const argument = process.argv.indexOf('--type');
const type = argument === -1 ? 'sandbox' : process.argv[argument + 1];
if (type !== 'sandbox' && type !== 'branch') {
  console.error(`--type is "sandbox" or "branch".\n${USAGE}`);
  process.exit(1);
}
try {
  const { directory, fresh, milliseconds } = await synthesize({ rootDirectory: resolve('.'), type });
  console.log(`${fresh ? `Synthesized in ${(milliseconds / 1000).toFixed(1)} s` : 'Unchanged'}: ${directory}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
