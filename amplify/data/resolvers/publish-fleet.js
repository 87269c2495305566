// Fans a fleet message out to its subscribers; stores nothing. Only the pipeline's functions (IAM) may call it.
import { util } from '@aws-appsync/utils';

export function request(ctx) {
  if (util.authType() !== 'IAM Authorization') util.unauthorized();
  return { payload: { updates: ctx.args.updates } };
}

export function response(ctx) {
  return ctx.result;
}
