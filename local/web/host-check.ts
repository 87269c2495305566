// Against DNS rebinding: a stranger's web page can make its own name resolve to 127.0.0.1 and would then be read as the
// same origin. So only names that this computer answers to are served.

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** The host name of a Host header when it is this computer's or one of `lanAddresses`; null for any other. */
export function knownHost(header: string | undefined, lanAddresses: readonly string[]): string | null {
  const [, name = ''] = /^(\[[0-9a-f:]+\]|[^:/?#@\s]+)(?::\d+)?$/i.exec(header ?? '') ?? [];
  const host = name.toLowerCase();
  return LOOPBACK.includes(host) || lanAddresses.includes(host) ? host : null;
}

/** Whether a connection comes from this computer itself. */
export function isLoopback(remoteAddress: string | undefined): boolean {
  return /^(::ffff:)?127\.|^::1$/.test(remoteAddress ?? '');
}
