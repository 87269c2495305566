// The key that signs one access key's requests to one service on one day, as "Create a signed AWS API request" derives it.
import { createHmac } from 'node:crypto';

/** What a signature is valid for. */
export interface CredentialScope {
  /** `YYYYMMDD`. */
  date: string;
  region: string;
  service: string;
}

const CACHED_KEYS = 500;

/**
 * Returns a function that derives signing keys and keeps the last ones: deriving takes four HMACs, and a client signs
 * every request of a day with the same key.
 */
export function signingKeyCache(): (accessKeyId: string, secretAccessKey: string, scope: CredentialScope) => Buffer {
  const keys = new Map<string, Buffer>();
  return (accessKeyId, secretAccessKey, { date, region, service }) => {
    const name = [accessKeyId, secretAccessKey, date, region, service].join('/');
    const known = keys.get(name);
    if (known) return known;
    const key = [date, region, service, 'aws4_request'].reduce<Buffer>(
      (secret, part) => createHmac('sha256', secret).update(part).digest(),
      Buffer.from(`AWS4${secretAccessKey}`),
    );
    const oldest = keys.size >= CACHED_KEYS ? keys.keys().next().value : undefined;
    if (oldest !== undefined) keys.delete(oldest);
    keys.set(name, key);
    return key;
  };
}
