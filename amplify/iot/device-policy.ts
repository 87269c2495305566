// The one policy that every device's certificate carries. Its variables make it each device's own.
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iot';
import type { Construct } from 'constructs';

/**
 * A device connects under its own thing name only, publishes its own telemetry, acknowledgements and shadow, and hears
 * its own downlink. A gateway also speaks for the plant that bears its thing name. Policy documents are limited to
 * 2,048 bytes; wildcards in region or account would trip the audit checks.
 */
export function devicePolicy(scope: Construct): CfnPolicy {
  const { partition, region, account } = Stack.of(scope);
  const arn = (resource: string) => `arn:${partition}:iot:${region}:${account}:${resource}`;
  const thing = '$' + '{iot:Connection.Thing.ThingName}';
  const shadow = `$aws/things/${thing}/shadow/*`;
  const uplinks = [`${thing}/telemetry`, `${thing}/ack`, `solar/${thing}/data`, `solar/${thing}/ack`, shadow];
  const downlinks = [`${thing}/downlink`, `solar/${thing}/commands`, shadow];
  const policy = new CfnPolicy(scope, 'DevicePolicy', {
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'iot:Connect',
          Resource: arn(`client/${thing}`),
          Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } },
        },
        { Effect: 'Allow', Action: 'iot:Publish', Resource: uplinks.map((topic) => arn(`topic/${topic}`)) },
        { Effect: 'Allow', Action: 'iot:Subscribe', Resource: downlinks.map((topic) => arn(`topicfilter/${topic}`)) },
        { Effect: 'Allow', Action: 'iot:Receive', Resource: downlinks.map((topic) => arn(`topic/${topic}`)) },
      ],
    },
  });
  // Devices in the field hold certificates that point at it: it outlives the stack.
  policy.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return policy;
}
