// The two ways a request fails: one field of it (AppSyncError), or the whole of it before anything ran (RequestRefused).

/** A field's failure as AppSync reports it: `errorType`, `data` and `errorInfo` travel to the client in the envelope. */
export class AppSyncError extends Error {
  override name = 'AppSyncError';
  constructor(
    message: string,
    readonly errorType: string | null,
    readonly data: unknown = null,
    readonly errorInfo: unknown = null,
  ) {
    super(message);
  }
}

/** A request that AppSync answers without executing it: a 4xx status over HTTP, an error message over the WebSocket. */
export class RequestRefused extends Error {
  override name = 'RequestRefused';
  constructor(
    readonly errorType: string,
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** Returns AppSync's refusal of one field, for a caller whom no rule of the schema or of IAM lets in. */
export function notAuthorized(fieldName: string, typeName: string): AppSyncError {
  return new AppSyncError(`Not Authorized to access ${fieldName} on type ${typeName}`, 'Unauthorized');
}
