// Why a shadow request is refused, in AWS IoT's words (AWS IoT Core: Device Shadow error messages).

export interface ShadowRefusal {
  code: 400 | 404 | 409 | 413 | 415 | 429 | 500;
  message: string;
}

/** Returns the refusal of a request that breaks the rules. */
export function badRequest(message: string): ShadowRefusal {
  return { code: 400, message };
}

/** Returns the refusal for a shadow that is not there; `name` is the thing's for the classic one. */
export function noShadow(name: string): ShadowRefusal {
  return { code: 404, message: `No shadow exists with name: '${name}'` };
}

export const VERSION_CONFLICT: ShadowRefusal = { code: 409, message: 'Version conflict' };
export const TOO_LARGE: ShadowRefusal = { code: 413, message: 'The payload exceeds the maximum size allowed' };
export const WRONG_ENCODING: ShadowRefusal = {
  code: 415,
  message: 'Unsupported documented encoding; supported encoding is UTF-8',
};
export const TOO_MANY_REQUESTS: ShadowRefusal = { code: 429, message: 'Too many requests' };
export const INTERNAL_FAILURE: ShadowRefusal = { code: 500, message: 'Internal service failure' };

/** Returns the body of a `rejected` message. AWS gives no time with a shadow that does not exist. */
export function rejectedBody(refusal: ShadowRefusal, clientToken: string | undefined, nowMs: number): object {
  return {
    code: refusal.code,
    message: refusal.message,
    ...(refusal.code === 404 ? {} : { timestamp: Math.floor(nowMs / 1000) }),
    ...(clientToken === undefined ? {} : { clientToken }),
  };
}
