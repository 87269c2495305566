// A subscriber gets the messages of the one device it asked for.
import { extensions, util } from '@aws-appsync/utils';

export function request() {
  return { payload: null };
}

export function response(ctx) {
  extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter({ thingName: { eq: ctx.args.thingName } }));
  return null;
}
