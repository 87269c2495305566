// The AWS IoT data plane over HTTP: publishing, shadows, retained messages and ending connections. The SDK signs with the
// name `iotdata`, the documentation asks for `iotdevicegateway`; AWS takes both.
import { AwsError, type AwsRequest, type AwsService, type NeededPermission } from '../../gateway/aws-service';
import type { TopicPublisher } from '../../settings/ports';
import { iotArn } from '../arn';
import { publishTopicProblem, retainTopicProblem } from '../broker/check-topic';
import type { Disconnect } from '../broker/disconnect-client';
import { AWS_LIMITS } from '../broker/protocol-limits';
import type { RetainedMessages } from '../broker/retained-messages';
import { decodeSegment } from '../control-plane/iot-operation';
import type { Shadows } from '../shadows/open-shadows';
import { connectionCallOf } from './connection-operations';
import { jsonAnswer } from './data-plane-call';
import { retainedCallOf } from './retained-operations';
import { shadowCallOf } from './shadow-operations';

const PUBLISH_PATH = /^\/topics\/(.+)$/;

/** Returns the service, once for each name that its requests may be signed with. */
export function iotDataPlane(options: {
  publisher: TopicPublisher;
  shadows: Shadows;
  retained: RetainedMessages;
  disconnect: Disconnect;
  now: () => number;
}): AwsService[] {
  const callOf = (request: AwsRequest) =>
    shadowCallOf(request, options.shadows, options.now) ??
    retainedCallOf(request, options.retained) ??
    connectionCallOf(request, options.disconnect);
  const service: Omit<AwsService, 'signingName'> = {
    permissions(request) {
      const call = callOf(request);
      if (call) return [call.permission];
      const { topic, retain } = publishOf(request);
      const resource = iotArn('topic', topic);
      const needed: NeededPermission[] = [{ action: 'iot:Publish', resource }];
      return retain ? [...needed, { action: 'iot:RetainPublish', resource }] : needed;
    },
    async handle(request) {
      const call = callOf(request);
      if (call) return call.run();
      const { topic, qos, retain } = publishOf(request);
      if (request.body.length > AWS_LIMITS.payloadBytes) {
        throw new AwsError('RequestEntityTooLargeException', 'The payload exceeds 128 KB.', 413);
      }
      const problem = publishTopicProblem(topic, AWS_LIMITS) ?? (retain ? retainTopicProblem(topic) : null);
      if (problem) throw new AwsError('InvalidRequestException', `Nothing is published: ${problem}.`, 400);
      await options.publisher.publish(topic, request.body, { qos, retain });
      return jsonAnswer({});
    },
  };
  return ['iotdata', 'iotdevicegateway'].map((signingName) => ({ signingName, ...service }));
}

function publishOf(request: AwsRequest): { topic: string; qos: 0 | 1; retain: boolean } {
  const encoded = request.method === 'POST' ? PUBLISH_PATH.exec(request.path)?.[1] : undefined;
  if (encoded === undefined) throw unsupported(request);
  const qos = request.query.get('qos') ?? '0';
  if (qos !== '0' && qos !== '1') throw new AwsError('InvalidRequestException', 'qos is 0 or 1.', 400);
  const retain = request.query.get('retain') === 'true';
  return { topic: decodeSegment(encoded), qos: qos === '1' ? 1 : 0, retain };
}

function unsupported({ method, path }: AwsRequest): AwsError {
  return new AwsError('NotImplementedException', `The local cloud does not support ${method} ${path} of iotdata.`, 501);
}
