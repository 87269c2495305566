// GetThingShadow, UpdateThingShadow, DeleteThingShadow and ListNamedShadowsForThing (AWS IoT data plane API).
import { AwsError, type AwsRequest } from '../../gateway/aws-service';
import { iotArn } from '../arn';
import { decodeSegment } from '../control-plane/iot-operation';
import { thingNameProblem } from '../registry/thing';
import type { Shadows } from '../shadows/open-shadows';
import type { ShadowRefusal } from '../shadows/shadow-refusal';
import { type ShadowAddress, type ShadowOperation, shadowNameProblem } from '../shadows/shadow-topic';
import { type DataPlaneCall, jsonAnswer, nextToken, pageOf } from './data-plane-call';

const SHADOW_PATH = /^\/things\/([^/]+)\/shadow$/;
const LIST_PATH = /^\/api\/things\/shadow\/ListNamedShadowsForThing\/([^/]+)$/;
const OPERATIONS: Record<string, { name: string; operation: ShadowOperation }> = {
  GET: { name: 'GetThingShadow', operation: 'get' },
  POST: { name: 'UpdateThingShadow', operation: 'update' },
  DELETE: { name: 'DeleteThingShadow', operation: 'delete' },
};
const EXCEPTIONS: Record<ShadowRefusal['code'], string> = {
  400: 'InvalidRequestException',
  404: 'ResourceNotFoundException',
  409: 'ConflictException',
  413: 'RequestEntityTooLargeException',
  415: 'UnsupportedDocumentEncodingException',
  429: 'ThrottlingException',
  500: 'InternalFailureException',
};
const LARGEST_PAGE = 100;

/** Returns the shadow operation that is asked for, or null when it is another kind of request. Throws AwsError. */
export function shadowCallOf(request: AwsRequest, shadows: Shadows, now: () => number): DataPlaneCall | null {
  const listed = request.method === 'GET' ? LIST_PATH.exec(request.path)?.[1] : undefined;
  if (listed !== undefined) return listCall(checked(decodeSegment(listed), thingNameProblem), request, shadows, now);
  const thing = SHADOW_PATH.exec(request.path)?.[1];
  const asked = OPERATIONS[request.method];
  if (thing === undefined || !asked) return null;
  const thingName = checked(decodeSegment(thing), thingNameProblem);
  const given = request.query.get('name');
  const shadowName = given === null ? null : checked(given, shadowNameProblem);
  return shadowCall({ thingName, shadowName }, asked, request.body, shadows);
}

function shadowCall(
  address: ShadowAddress,
  { name, operation }: { name: string; operation: ShadowOperation },
  body: Buffer,
  shadows: Shadows,
): DataPlaneCall {
  // Named shadows have a resource of their own below the thing's (service authorization reference: thing).
  const resource = address.shadowName === null ? address.thingName : `${address.thingName}/${address.shadowName}`;
  return {
    permission: { action: `iot:${name}`, resource: iotArn('thing', resource) },
    async run() {
      const outcome = await shadows.perform(address, operation, operation === 'update' ? body : Buffer.alloc(0));
      if (!outcome.ok) {
        const { code, message } = outcome.refusal;
        throw new AwsError(EXCEPTIONS[code], message, code);
      }
      return jsonAnswer(outcome.accepted);
    },
  };
}

function listCall(thingName: string, request: AwsRequest, shadows: Shadows, now: () => number): DataPlaneCall {
  const { size, after } = pageOf(request, 'pageSize', LARGEST_PAGE);
  return {
    permission: { action: 'iot:ListNamedShadowsForThing', resource: iotArn('thing', thingName) },
    async run() {
      const rest = shadows.namesOf(thingName).filter((name) => name > after);
      const results = rest.slice(0, size);
      const timestamp = Math.floor(now() / 1000);
      return jsonAnswer({ results, timestamp, ...nextToken(results.at(-1), rest.length > size) });
    },
  };
}

function checked(name: string, problemOf: (name: string) => string | null): string {
  const problem = problemOf(name);
  if (problem) throw new AwsError('InvalidRequestException', problem, 400);
  return name;
}
