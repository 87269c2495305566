// Fans one device's samples out to who watches it; stores nothing. Only the pipeline's functions (IAM) may call it.
import { util } from '@aws-appsync/utils';

export function request(ctx) {
  if (util.authType() !== 'IAM Authorization') util.unauthorized();
  return { payload: { thingName: ctx.args.thingName, samples: ctx.args.samples } };
}

export function response(ctx) {
  return ctx.result;
}
