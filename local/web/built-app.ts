// The built app, as Amplify Hosting would serve it.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sirv from 'sirv';
import { isHashedAsset } from './app-route';
import type { AppSource } from './app-source';

/** Opens the folder that `npm run build` made. Throws when it holds no index.html. */
export async function openBuiltApp(directory: string): Promise<AppSource> {
  const html = await readFile(path.join(directory, 'index.html'), 'utf8').catch((cause: unknown) => {
    throw new Error(`${directory} holds no built app. Run \`npm run build\`.`, { cause });
  });
  // The list of files is read once: what is not in it does not exist, however the path is spelled.
  const file = sirv(directory, {
    etag: true,
    extensions: [],
    setHeaders(response, pathname) {
      response.setHeader('cache-control', isHashedAsset(pathname) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  return { file, page: async () => html, close: async () => undefined };
}
