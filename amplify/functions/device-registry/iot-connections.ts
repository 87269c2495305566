// IoT Core's broker behind the ports of device-registry.
import { DescribeEndpointCommand, type IoTClient } from '@aws-sdk/client-iot';
import { DeleteConnectionCommand, type IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import type { Connections } from './ports';

/**
 * Makes the connections over IoT Core. The data plane is reached at the account's own address, which is asked for at the
 * first use, once; `open` makes a client for it. A device's client id is its thing's name: the device policy says so.
 */
export function iotConnections(control: IoTClient, open: (address: string) => IoTDataPlaneClient): Connections {
  let opened: Promise<IoTDataPlaneClient> | undefined;
  const dataPlane = () => {
    opened ??= control
      .send(new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }))
      .then(({ endpointAddress }) => {
        if (!endpointAddress) throw new Error('IoT Core named no address for iot:Data-ATS.');
        return open(endpointAddress);
      })
      .catch((error: unknown) => {
        // The next use asks again.
        opened = undefined;
        throw error;
      });
    return opened;
  };
  return {
    end: async (thingName) => {
      const client = await dataPlane();
      try {
        await client.send(
          new DeleteConnectionCommand({ clientId: thingName, cleanSession: true, preventWillMessage: true }),
        );
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
      }
    },
  };
}
