// The app from Vite's dev server, with hot reload, behind the same server and the same script as the built one.
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import path from 'node:path';
import { createServer } from 'vite';
import type { AppSource } from './app-source';

/** Starts Vite in middleware mode on the project in `root`; its WebSocket shares `server`. */
export async function openViteApp(root: string, server: Server): Promise<AppSource> {
  const vite = await createServer({
    root,
    appType: 'custom',
    // The running cloud writes below these folders all the time.
    server: { middlewareMode: true, hmr: { server }, watch: { ignored: ['**/.data/**', '**/.amplify/**'] } },
  });
  return {
    file: (request, response, next) => vite.middlewares(request, response, next),
    async page(route) {
      const html = await readFile(path.join(root, 'index.html'), 'utf8');
      return vite.transformIndexHtml(route, html);
    },
    close: () => vite.close(),
  };
}
