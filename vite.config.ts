// How the app is built. amplify_outputs.json is written at deployment (or by the local cloud) and fetched at run time, so
// a build needs no backend: the file is copied when it is there.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const OUTPUTS = 'amplify_outputs.json';

/** Puts the root's amplify_outputs.json beside index.html, in the build and in the development server. */
function amplifyOutputs(): Plugin {
  let file = OUTPUTS;
  return {
    name: 'amplify-outputs',
    configResolved(config) {
      file = join(config.root, OUTPUTS);
    },
    async generateBundle() {
      if (existsSync(file)) this.emitFile({ type: 'asset', fileName: OUTPUTS, source: await readFile(file) });
    },
    configureServer(server) {
      server.middlewares.use(`/${OUTPUTS}`, (_request, response) => {
        if (!existsSync(file)) {
          response.statusCode = 404;
          response.end();
          return;
        }
        response.setHeader('content-type', 'application/json');
        readFile(file).then((body) => response.end(body));
      });
    },
  };
}

export default defineConfig({
  plugins: [react(), tailwindcss(), amplifyOutputs()],
  build: { target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 700 },
});
