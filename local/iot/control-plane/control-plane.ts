// The AWS IoT control plane (signing name `iot`): REST with JSON bodies.
import type { AwsService } from '../../gateway/aws-service';
import { ATTACHMENT_OPERATIONS } from './attachment-operations';
import { CERTIFICATE_OPERATIONS } from './certificate-operations';
import { type IotControl, type IotOperation, invalidRequest, NO_RESOURCE_TYPE, operationFinder } from './iot-operation';
import { POLICY_OPERATIONS } from './policy-operations';
import { THING_OPERATIONS } from './thing-operations';

const ENDPOINT_OPERATION: IotOperation = {
  name: 'DescribeEndpoint',
  method: 'GET',
  path: '/endpoint',
  resource: NO_RESOURCE_TYPE,
  async run(control, request) {
    const type = request.query.get('endpointType') ?? 'iot:Data';
    if (type !== 'iot:Data-ATS' && type !== 'iot:Data') {
      throw invalidRequest(`The local cloud has no endpoint of the type ${type}.`);
    }
    return { endpointAddress: control.endpointAddress };
  },
};

/**
 * Returns the service. Its refusals are AwsErrors with AWS IoT's exception names; each change is on disk before it is
 * answered.
 */
export function iotControlPlane(control: IotControl): AwsService {
  const find = operationFinder('iot', [
    ...THING_OPERATIONS,
    ...CERTIFICATE_OPERATIONS,
    ...POLICY_OPERATIONS,
    ...ATTACHMENT_OPERATIONS,
    ENDPOINT_OPERATION,
  ]);
  return {
    signingName: 'iot',
    permissions(awsRequest) {
      const { operation, request } = find(awsRequest);
      return [{ action: `iot:${operation.name}`, resource: operation.resource(request) }];
    },
    async handle(awsRequest) {
      const { operation, request } = find(awsRequest);
      const body = JSON.stringify(await operation.run(control, request));
      return { status: 200, headers: { 'content-type': 'application/json' }, body };
    },
  };
}
