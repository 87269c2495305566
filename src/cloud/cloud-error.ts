// A request that failed, in words that a person can use.

/** `notAllowed`: the role does not permit it. `signedOut`: no valid tokens. `network`: no answer. `refused`: an answer,
 * but not the wanted one. */
export type CloudErrorKind = 'notAllowed' | 'signedOut' | 'network' | 'refused';

const WORDS: Record<CloudErrorKind, string> = {
  notAllowed: 'Your role does not allow this.',
  signedOut: 'Your session has ended. Sign in again.',
  network: 'The server did not answer. Check the connection and try again.',
  refused: 'The server refused this.',
};

/** A request to the backend that failed. `message` is a sentence for people; `kind` is for code. */
export class CloudError extends Error {
  override name = 'CloudError';
  constructor(
    readonly kind: CloudErrorKind,
    detail?: string,
    options?: ErrorOptions,
  ) {
    super(detail ? `${WORDS[kind]} (${detail})` : WORDS[kind], options);
  }
}

/**
 * Turns what the client library threw into a CloudError. AppSync names the cause in `errorType`
 * (`Unauthorized`, `UnauthorizedException`); a request that never got an answer has no such type.
 */
export function toCloudError(thrown: unknown): CloudError {
  if (thrown instanceof CloudError) return thrown;
  const first = subscriptionError(firstError(thrown));
  const type = text(first, 'errorType');
  const message = text(first, 'message');
  const cause = { cause: thrown };
  if (/no current user|not authenticated|NoValidAuthTokens|NoSignedUser|Token expired/i.test(message)) {
    return new CloudError('signedOut', undefined, cause);
  }
  if (/^Unauthorized/i.test(type) || /^(Unauthorized|Not Authorized)/i.test(message)) {
    return new CloudError('notAllowed', undefined, cause);
  }
  if (/network|failed to fetch|load failed|aborted|timed? ?out/i.test(message)) {
    return new CloudError('network', undefined, cause);
  }
  return new CloudError('refused', message.slice(0, 200) || undefined, cause);
}

/** The sentence to show for anything that was thrown. */
export function inWords(thrown: unknown): string {
  return toCloudError(thrown).message;
}

function firstError(thrown: unknown): unknown {
  if (typeof thrown !== 'object' || thrown === null) return { message: String(thrown) };
  const errors: unknown = Reflect.get(thrown, 'errors');
  if (Array.isArray(errors) && errors.length > 0) return errors[0];
  const error: unknown = Reflect.get(thrown, 'error');
  return typeof error === 'object' && error !== null ? firstError(error) : thrown;
}

/** The library wraps what a subscription was refused with, or why its connection failed, in a text: `Connection failed: {…}`. */
function subscriptionError(error: unknown): unknown {
  const [, json] = /^Connection failed: (\{.*)$/s.exec(text(error, 'message')) ?? [];
  if (json === undefined) return error;
  try {
    const inner = firstError(JSON.parse(json));
    // The server names a type; without one nobody answered.
    return text(inner, 'errorType') ? inner : { message: 'network' };
  } catch {
    return { message: 'network' };
  }
}

function text(from: unknown, key: string): string {
  const value: unknown = typeof from === 'object' && from !== null ? Reflect.get(from, key) : undefined;
  return typeof value === 'string' ? value : '';
}
