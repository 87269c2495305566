// Runs in the browser, before the app: wraps fetch and WebSocket so that the unmodified Amplify client reaches the local
// cloud. This is all that the page knows of being on a laptop.
import { type LocalCloudSettings, redirectUrl } from './redirect-url';

/** What of the browser's window is wrapped. */
export interface BrowserScope {
  fetch: typeof fetch;
  WebSocket: typeof WebSocket;
  location: { hostname: string };
}

/** Wraps `fetch` and `WebSocket` of `scope`. */
export function installLocalCloud(scope: BrowserScope, settings: LocalCloudSettings): void {
  const redirect = (address: string) => redirectUrl(address, settings, scope.location.hostname);

  const browserFetch = scope.fetch.bind(scope);
  scope.fetch = (input, init) => {
    if (!(input instanceof Request)) return browserFetch(redirect(String(input)), init);
    const address = redirect(input.url);
    return browserFetch(address === input.url ? input : new Request(address, input), init);
  };

  scope.WebSocket = class extends scope.WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(redirect(String(address)), protocols);
    }
  };
}
