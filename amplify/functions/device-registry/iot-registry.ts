// IoT Core behind the ports of device-registry.
import {
  DeleteCertificateCommand,
  DeleteThingCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  type IoTClient,
  ListAttachedPoliciesCommand,
  ListPrincipalThingsCommand,
  ListThingPrincipalsCommand,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot';
import type { Sleep } from '../shared/back-off';
import type { Registry } from './ports';

// Detaching takes several seconds to spread (AWS IoT API: DetachThingPrincipal); until then deleting is a conflict.
const CONFLICTS = ['DeleteConflictException', 'InvalidRequestException'];
const CONFLICT_PAUSES_MS = [200, 500, 1000, 2000, 4000];

/** Makes the registry over IoT Core. */
export function iotRegistry(client: IoTClient, sleep: Sleep): Registry {
  const onceDetached = async (deletion: () => Promise<unknown>): Promise<void> => {
    for (const pauseMs of CONFLICT_PAUSES_MS) {
      try {
        await deletion();
        return;
      } catch (error) {
        if (!(error instanceof Error) || !CONFLICTS.includes(error.name)) throw error;
        await sleep(pauseMs);
      }
    }
    await deletion();
  };
  return {
    principalsOf: (thingName) =>
      pages(async (nextToken) => {
        const page = await client.send(new ListThingPrincipalsCommand({ thingName, nextToken }));
        return { items: page.principals, next: page.nextToken };
      }),
    thingsOf: (principal) =>
      pages(async (nextToken) => {
        const page = await client.send(new ListPrincipalThingsCommand({ principal, nextToken }));
        return { items: page.things, next: page.nextToken };
      }),
    policiesOf: (target) =>
      pages(async (marker) => {
        const page = await client.send(new ListAttachedPoliciesCommand({ target, marker }));
        return { items: page.policies?.flatMap(({ policyName }) => policyName ?? []), next: page.nextMarker };
      }),
    deactivate: (certificateId) =>
      unlessGone(() => client.send(new UpdateCertificateCommand({ certificateId, newStatus: 'INACTIVE' }))),
    detachPolicy: (policyName, target) =>
      unlessGone(() => client.send(new DetachPolicyCommand({ policyName, target }))),
    detachPrincipal: (thingName, principal) =>
      unlessGone(() => client.send(new DetachThingPrincipalCommand({ thingName, principal }))),
    deleteCertificate: (certificateId) =>
      unlessGone(() => onceDetached(() => client.send(new DeleteCertificateCommand({ certificateId })))),
    deleteThing: (thingName) =>
      unlessGone(() => onceDetached(() => client.send(new DeleteThingCommand({ thingName })))),
  };
}

const isGone = (error: unknown): boolean => error instanceof Error && error.name === 'ResourceNotFoundException';

async function unlessGone(step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

async function pages(
  read: (token: string | undefined) => Promise<{ items: string[] | undefined; next: string | undefined }>,
): Promise<string[]> {
  const all: string[] = [];
  let token: string | undefined;
  try {
    do {
      const { items, next } = await read(token);
      all.push(...(items ?? []));
      token = next;
    } while (token);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  return all;
}
