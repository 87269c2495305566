// Posts one message to a webhook and says what became of it. The address stands in no error and no log.
import type { Webhook } from '../../../domain/discord/webhook-url';

/**
 * `delivered`: Discord took it and wants `waitMs` of peace before the next. `rateLimited`: not before `retryAfterMs`.
 * `unavailable`: no answer, or 5xx; worth another try. `gone`: Discord does not know the webhook; it must not be used
 * again. `refused`: Discord will never take this message.
 */
export type PostOutcome =
  | { kind: 'delivered'; waitMs: number }
  | { kind: 'rateLimited'; retryAfterMs: number }
  | { kind: 'unavailable' | 'gone' | 'refused'; reason: string };

export type PostMessage = (webhook: Webhook, body: string) => Promise<PostOutcome>;

const ANSWER_WITHIN_MS = 8_000;
// Discord's own answers are short; of a longer one nothing would be shown.
const MOST_REASON = 300;

/** Makes the call; `apiUrl` is Discord's origin. It never throws. */
export function postMessage(apiUrl: string): PostMessage {
  return async ({ id, token }, body) => {
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${apiUrl}/api/webhooks/${id}/${token}?wait=true`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'Fleetlight (webhook)' },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      text = await response.text();
    } catch (error) {
      return { kind: 'unavailable', reason: `Discord did not answer (${codeOf(error)}).` };
    }
    const { status, headers } = response;
    if (response.ok) return { kind: 'delivered', waitMs: waitMs(headers) };
    const said = parse(text);
    if (status === 429) return { kind: 'rateLimited', retryAfterMs: retryAfterMs(said, headers) };
    const reason = `Discord answered ${status}${sentence(said)}`;
    if (status === 401 || status === 403 || status === 404) return { kind: 'gone', reason };
    return { kind: status >= 500 || status === 408 ? 'unavailable' : 'refused', reason };
  };
}

/** The headers say how many messages are left and in how many seconds, with decimals, the count starts anew. */
function waitMs(headers: Headers): number {
  if (headers.get('x-ratelimit-remaining') !== '0') return 0;
  return milliseconds(headers.get('x-ratelimit-reset-after')) ?? 0;
}

// `retry_after` has decimals; the header is rounded up. An answer without either comes from the network before Discord.
function retryAfterMs(said: Record<string, unknown>, headers: Headers): number {
  return milliseconds(said.retry_after) ?? milliseconds(headers.get('retry-after')) ?? 5_000;
}

function milliseconds(seconds: unknown): number | null {
  const value = seconds === null || seconds === '' ? Number.NaN : Number(seconds);
  return Number.isFinite(value) && value >= 0 ? Math.ceil(value * 1000) : null;
}

function sentence({ message, code, errors }: Record<string, unknown>): string {
  if (typeof message !== 'string') return '.';
  const where = errors === undefined ? '' : ` ${JSON.stringify(errors)}`;
  return `: ${message} (${String(code)}).${where}`.replace(/[^\x20-\x7e]/g, '?').slice(0, MOST_REASON);
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
  return typeof code === 'string' ? code : error instanceof Error ? error.name : 'no reason';
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
