// Runs in the browser: where a request of the unmodified Amplify client goes on the laptop.

export interface LocalCloudSettings {
  /** Origin of the local AWS endpoint, as amplify_outputs.json names it: `http://127.0.0.1:4701`. */
  awsEndpoint: string;
  region: string;
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * The address to use in place of `address`. Cognito's public hosts go to the local endpoint; `wss:` to this computer
 * becomes `ws:`, because the client derives it from `http:` but there is no TLS here; and when the page was opened from
 * another device by the laptop's address (`pageHost`), that address stands in for 127.0.0.1.
 */
export function redirectUrl(address: string, settings: LocalCloudSettings, pageHost: string): string {
  // A relative address is the page's own server.
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  const endpoint = new URL(settings.awsEndpoint);
  const cognito = ['cognito-idp', 'cognito-identity'].map((name) => `https://${name}.${settings.region}.amazonaws.com`);
  if (cognito.includes(url.origin)) {
    url.protocol = endpoint.protocol;
    url.host = endpoint.host;
  }
  if (url.hostname !== endpoint.hostname && url.hostname !== pageHost) return address;
  if (url.protocol === 'wss:') url.protocol = 'ws:';
  if (url.hostname === endpoint.hostname && !LOOPBACK.includes(pageHost)) url.hostname = pageHost;
  return url.href;
}
