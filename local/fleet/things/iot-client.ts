// The AWS SDK, pointed at the local cloud.
import { IoTClient } from '@aws-sdk/client-iot';
import type { RunningCloud } from '../../cli/running-cloud';

/** Returns a client of the IoT control plane with the administrator's credentials. */
export function iotClient({ awsEndpoint, region, credentials }: RunningCloud): IoTClient {
  // Which Node the next year's SDK needs is nothing to tell somebody who adds a device.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  return new IoTClient({ endpoint: awsEndpoint, region, credentials });
}
