// GetRetainedMessage and ListRetainedMessages (AWS IoT data plane API).
import { AwsError, type AwsRequest } from '../../gateway/aws-service';
import { iotArn } from '../arn';
import type { RetainedMessage, RetainedMessages } from '../broker/retained-messages';
import { decodeSegment } from '../control-plane/iot-operation';
import { type DataPlaneCall, jsonAnswer, nextToken, pageOf } from './data-plane-call';

const PATH = /^\/retainedMessage(?:\/(.+))?$/;
const LARGEST_PAGE = 200;

/** Returns the operation that is asked for, or null when it is another kind of request. Throws AwsError. */
export function retainedCallOf(request: AwsRequest, retained: RetainedMessages): DataPlaneCall | null {
  const match = request.method === 'GET' ? PATH.exec(request.path) : null;
  if (!match) return null;
  return match[1] === undefined ? listCall(request, retained) : getCall(decodeSegment(match[1]), retained);
}

function getCall(topic: string, retained: RetainedMessages): DataPlaneCall {
  return {
    permission: { action: 'iot:GetRetainedMessage', resource: iotArn('topic', topic) },
    async run() {
      const message = retained.get(topic);
      if (!message) throw new AwsError('ResourceNotFoundException', `No message is retained for ${topic}`, 404);
      return jsonAnswer({ payload: message.payload, ...summary(message) });
    },
  };
}

function listCall(request: AwsRequest, retained: RetainedMessages): DataPlaneCall {
  const { size, after } = pageOf(request, 'maxResults', LARGEST_PAGE);
  return {
    permission: { action: 'iot:ListRetainedMessages', resource: '*' },
    async run() {
      const rest = retained.all().filter(({ topic }) => topic > after);
      const given = rest.slice(0, size);
      const retainedTopics = given.map((message) => ({
        ...summary(message),
        payloadSize: Buffer.byteLength(message.payload, 'base64'),
      }));
      return jsonAnswer({ retainedTopics, ...nextToken(given.at(-1)?.topic, rest.length > size) });
    },
  };
}

function summary({ topic, qos, modifiedAt }: RetainedMessage) {
  return { topic, qos, lastModifiedTime: modifiedAt };
}
