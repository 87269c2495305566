// CreateThing, DescribeThing, UpdateThing, DeleteThing, ListThings.
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../gateway/aws-service';
import { iotArn } from '../arn';
import { parseAttributes, type Thing, thingNameProblem } from '../registry/thing';
import {
  type IotControl,
  type IotOperation,
  type IotRequest,
  invalidRequest,
  NO_RESOURCE_TYPE,
  notFound,
} from './iot-operation';
import { page, THING_PAGES } from './pages';

const thingArnOf = (request: IotRequest) => iotArn('thing', request.path('thingName'));

/** Returns the thing. Throws ResourceNotFoundException when there is none. */
export function findThing(control: IotControl, thingName: string): Thing {
  const thing = control.registry.things.get(thingName);
  if (!thing) throw notFound('Thing', thingName);
  return thing;
}

/** Returns the certificates that are attached to a thing. */
export function certificatesOf(control: IotControl, thingName: string) {
  return control.registry.certificates.all().filter(({ thingNames }) => thingNames.includes(thingName));
}

function askedAttributes(request: IotRequest): { given: unknown; merge: boolean } {
  const { attributePayload: payload, thingTypeName, billingGroupName } = request.body;
  if (thingTypeName !== undefined) throw notFound('Thing type', String(thingTypeName));
  if (billingGroupName !== undefined) throw notFound('Billing group', String(billingGroupName));
  if (payload === undefined || payload === null) return { given: undefined, merge: true };
  if (typeof payload !== 'object') throw invalidRequest('attributePayload must be an object.');
  return {
    given: 'attributes' in payload ? (payload.attributes ?? {}) : {},
    merge: 'merge' in payload && payload.merge === true,
  };
}

function checkVersion(expected: unknown, thing: Thing): void {
  if (expected === undefined || expected === null || Number(expected) === thing.version) return;
  throw new AwsError('VersionConflictException', `The version of ${thing.thingName} is ${thing.version}.`, 409);
}

function summary(thing: Thing) {
  const { thingName, attributes, version } = thing;
  return { thingName, thingArn: iotArn('thing', thingName), attributes, version };
}

export const THING_OPERATIONS: IotOperation[] = [
  {
    name: 'CreateThing',
    method: 'POST',
    path: '/things/{thingName}',
    resource: thingArnOf,
    async run(control, request) {
      const thingName = request.path('thingName');
      const problem = thingNameProblem(thingName);
      if (problem) throw invalidRequest(problem);
      const parsed = parseAttributes(askedAttributes(request).given);
      if (!parsed.ok) throw invalidRequest(parsed.problem);
      const thing = await control.registry.change(async () => {
        const existing = control.registry.things.get(thingName);
        // Repeating the same call succeeds (AWS IoT API: CreateThing).
        if (existing && isDeepStrictEqual(existing.attributes, parsed.attributes)) return existing;
        if (existing) {
          throw new AwsError(
            'ResourceAlreadyExistsException',
            `Thing ${thingName} already exists in account with different properties`,
            409,
          );
        }
        const created = { thingName, thingId: randomUUID(), attributes: parsed.attributes, version: 1 };
        await control.registry.things.put(created);
        return created;
      });
      return { thingName, thingArn: iotArn('thing', thingName), thingId: thing.thingId };
    },
  },
  {
    name: 'DescribeThing',
    method: 'GET',
    path: '/things/{thingName}',
    resource: thingArnOf,
    async run(control, request) {
      const thing = findThing(control, request.path('thingName'));
      return { ...summary(thing), thingId: thing.thingId, defaultClientId: thing.thingName };
    },
  },
  {
    name: 'UpdateThing',
    method: 'PATCH',
    path: '/things/{thingName}',
    resource: thingArnOf,
    async run(control, request) {
      const { given, merge } = askedAttributes(request);
      await control.registry.change(async () => {
        const thing = findThing(control, request.path('thingName'));
        checkVersion(request.body.expectedVersion, thing);
        const parsed = parseAttributes(given, merge ? thing.attributes : {});
        if (!parsed.ok) throw invalidRequest(parsed.problem);
        await control.registry.things.put({ ...thing, attributes: parsed.attributes, version: thing.version + 1 });
      });
      return {};
    },
  },
  {
    name: 'DeleteThing',
    method: 'DELETE',
    path: '/things/{thingName}',
    resource: thingArnOf,
    async run(control, request) {
      const thingName = request.path('thingName');
      await control.registry.change(async () => {
        const thing = control.registry.things.get(thingName);
        // Deleting what is not there succeeds (AWS IoT API: DeleteThing).
        if (!thing) return;
        checkVersion(request.query.get('expectedVersion'), thing);
        if (certificatesOf(control, thingName).length > 0) {
          throw invalidRequest(`Cannot delete. Thing ${thingName} is still attached to one or more principals`);
        }
        await control.registry.things.delete(thingName);
      });
      return {};
    },
  },
  {
    name: 'ListThings',
    method: 'GET',
    path: '/things',
    resource: NO_RESOURCE_TYPE,
    async run(control, request) {
      const name = request.query.get('attributeName');
      const value = request.query.get('attributeValue');
      const things = request.query.has('thingTypeName') ? [] : control.registry.things.all();
      const matching = things.filter(
        ({ attributes }) => name === null || (Object.hasOwn(attributes, name) && attributes[name] === value),
      );
      return page(request, THING_PAGES, 'things', matching, (thing) => thing.thingName, summary);
    },
  },
];
