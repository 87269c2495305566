// A module resolution hook: the AWS SDK that Lambda's Node.js runtime brings along, for bundles that leave it out.
let sdkFrom;

export function initialize(data) {
  sdkFrom = data.sdkFrom;
}

export async function resolve(specifier, context, next) {
  if (!/^@(aws-sdk|smithy)\//.test(specifier)) return next(specifier, context);
  // A bundle's own copy comes first, as a deployment package's node_modules does.
  return next(specifier, context).catch(() => next(specifier, { ...context, parentURL: sdkFrom }));
}
