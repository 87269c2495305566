// Why a subscription, or a message, was not taken.

/** An element of `errors` in an `error` message of the realtime channel. */
export interface RealtimeError {
  errorType?: string;
  message: string;
  errorCode?: number;
}

/** The channel answers an `error` message with these errors. */
export class StartRefused extends Error {
  override name = 'StartRefused';
  constructor(readonly errors: readonly RealtimeError[]) {
    super(errors.map(({ message }) => message).join('; '));
  }
}
