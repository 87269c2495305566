// The one script that the local server adds to the app: built from browser/ for the page.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { LocalCloudSettings } from './browser/redirect-url';

export const LOCAL_CLOUD_PATH = '/local-cloud.js';

/** Returns the script's text: a classic script, which runs before the app's module. */
export async function localCloudScript(settings: LocalCloudSettings): Promise<string> {
  const built = await build({
    stdin: {
      contents: `import { installLocalCloud } from './install-local-cloud';
installLocalCloud(window, ${JSON.stringify(settings)});`,
      resolveDir: fileURLToPath(new URL('./browser', import.meta.url)),
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
  });
  const [file] = built.outputFiles;
  if (!file) throw new Error('esbuild made no script.');
  return file.text;
}

/** Adds the script to the app's page, before everything else in its head. Throws when the page has no head. */
export function injectLocalCloud(html: string): string {
  const head = /<head(\s[^>]*)?>/i.exec(html);
  if (!head) throw new Error('index.html has no <head> for the local script to go into.');
  const end = head.index + head[0].length;
  return `${html.slice(0, end)}<script src="${LOCAL_CLOUD_PATH}"></script>${html.slice(end)}`;
}
