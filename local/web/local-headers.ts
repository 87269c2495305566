// Production's headers, made fit for a laptop without TLS. Everything else stays as strict as in production.

export type ServingMode = 'built' | 'vite';

/**
 * Replaces Amazon's hosts in connect-src by `endpoints` (http and ws origins), and drops what presumes https:
 * Strict-Transport-Security and upgrade-insecure-requests. In `vite` mode the inline scripts and styles of its dev server
 * are allowed too.
 */
export function localHeaders(
  production: ReadonlyMap<string, string>,
  endpoints: readonly string[],
  mode: ServingMode,
): Map<string, string> {
  const headers = new Map(production);
  headers.delete('strict-transport-security');
  const policy = headers.get('content-security-policy');
  if (policy === undefined) return headers;
  const directives = policy
    .split(';')
    .map((directive) => directive.trim().split(/\s+/))
    .filter(([name]) => name && name !== 'upgrade-insecure-requests')
    .map(([name = '', ...sources]) => {
      const local = name === 'connect-src' ? [...sources.filter((source) => !isAmazon(source)), ...endpoints] : sources;
      const inline = mode === 'vite' && (name === 'script-src' || name === 'style-src') ? ["'unsafe-inline'"] : [];
      return [name, ...local, ...inline].join(' ');
    });
  return headers.set('content-security-policy', directives.join('; '));
}

/** The origins that a page may connect to for an http endpoint: itself, and its WebSocket. */
export function originsOf(endpoint: string): string[] {
  const { origin } = new URL(endpoint);
  return [origin, origin.replace(/^http/, 'ws')];
}

function isAmazon(source: string): boolean {
  return /^(https|wss):\/\/([^/]*\.)?amazonaws\.com$/.test(source);
}
