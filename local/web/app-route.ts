// Which addresses are pages of the app, and which name a file.

const ASSET = /\.(?:css|gif|html|ico|jpe?g|js|json|map|mjs|png|svg|txt|wasm|webmanifest|webp|woff2?)$/i;

/** Whether a path without a file behind it is one of the app's routes, to be answered with its page. */
export function isAppRoute(path: string): boolean {
  return !path.startsWith('/assets/') && !ASSET.test(path);
}

/** Whether a file's name changes with its content, so that it may be cached for ever. */
export function isHashedAsset(path: string): boolean {
  return /^\/assets\/.*-[\w-]{8,}\.\w+$/.test(path);
}
