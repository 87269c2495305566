// DeleteConnection (AWS IoT data plane API).
import { AwsError, type AwsRequest } from '../../gateway/aws-service';
import { iotArn } from '../arn';
import type { Disconnect } from '../broker/disconnect-client';
import { decodeSegment } from '../control-plane/iot-operation';
import type { DataPlaneCall } from './data-plane-call';

const PATH = /^\/connections\/([^/]+)$/;
const CLIENT_ID = /^[^$].{0,127}$/s;

/** Returns the operation that is asked for, or null when it is another kind of request. Throws AwsError. */
export function connectionCallOf(request: AwsRequest, disconnect: Disconnect): DataPlaneCall | null {
  const encoded = request.method === 'DELETE' ? PATH.exec(request.path)?.[1] : undefined;
  if (encoded === undefined) return null;
  const clientId = decodeSegment(encoded);
  if (!CLIENT_ID.test(clientId)) {
    throw new AwsError('InvalidRequestException', 'A client id has 1 to 128 characters and begins with no $.', 400);
  }
  const isAsked = (name: string) => request.query.get(name)?.toLowerCase() === 'true';
  const options = { cleanSession: isAsked('cleanSession'), preventWillMessage: isAsked('preventWillMessage') };
  return {
    permission: { action: 'iot:DeleteConnection', resource: iotArn('client', clientId) },
    async run() {
      if (!(await disconnect(clientId, options))) {
        throw new AwsError('ResourceNotFoundException', `No client is connected as ${clientId}`, 404);
      }
      return { status: 200, body: '' };
    },
  };
}
