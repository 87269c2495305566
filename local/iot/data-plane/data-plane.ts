// The AWS IoT data plane (signing name `iotdata`): publishing over HTTP. Shadows are refused by name.
import { AwsError, type AwsRequest, type AwsService, type NeededPermission } from '../../gateway/aws-service';
import type { TopicPublisher } from '../../settings/ports';
import { iotArn } from '../arn';
import { publishTopicProblem } from '../broker/check-topic';
import { AWS_LIMITS } from '../broker/protocol-limits';

const PUBLISH_PATH = /^\/topics\/(.+)$/;
const SHADOW_PATH = /^\/(things\/[^/]+\/shadow|api\/things\/shadow\/.+)$/;
const SHADOW_OPERATIONS: Record<string, string> = {
  GET: 'GetThingShadow',
  POST: 'UpdateThingShadow',
  DELETE: 'DeleteThingShadow',
};

/** Returns the service. */
export function iotDataPlane(publisher: TopicPublisher): AwsService {
  return {
    signingName: 'iotdata',
    permissions(request) {
      const { topic, retain } = publishOf(request);
      const resource = iotArn('topic', topic);
      const needed: NeededPermission[] = [{ action: 'iot:Publish', resource }];
      return retain ? [...needed, { action: 'iot:RetainPublish', resource }] : needed;
    },
    async handle(request) {
      const { topic, qos, retain } = publishOf(request);
      if (request.body.length > AWS_LIMITS.payloadBytes) {
        throw new AwsError('RequestEntityTooLargeException', 'The payload exceeds 128 KB.', 413);
      }
      const problem = publishTopicProblem(topic, AWS_LIMITS);
      if (problem) throw new AwsError('InvalidRequestException', `Nothing is published: ${problem}.`, 400);
      await publisher.publish(topic, request.body, { qos, retain });
      return { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
    },
  };
}

function publishOf(request: AwsRequest): { topic: string; qos: 0 | 1; retain: boolean } {
  const encoded = request.method === 'POST' ? PUBLISH_PATH.exec(request.path)?.[1] : undefined;
  if (encoded === undefined) throw unsupported(request);
  const qos = request.query.get('qos') ?? '0';
  if (qos !== '0' && qos !== '1') throw new AwsError('InvalidRequestException', 'qos is 0 or 1.', 400);
  try {
    return {
      topic: decodeURIComponent(encoded),
      qos: qos === '1' ? 1 : 0,
      retain: request.query.get('retain') === 'true',
    };
  } catch {
    throw new AwsError('InvalidRequestException', 'The topic is not percent-encoded UTF-8.', 400);
  }
}

function unsupported({ method, path }: AwsRequest): AwsError {
  const shadow = SHADOW_PATH.test(path) ? ` (${SHADOW_OPERATIONS[method] ?? 'a shadow operation'})` : '';
  const what = shadow ? `device shadows${shadow}` : `${method} ${path} of iotdata`;
  return new AwsError('NotImplementedException', `The local cloud does not support ${what}.`, 501);
}
