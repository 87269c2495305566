// One journey through a cloud of its own.
import { cpSync, rmSync } from 'node:fs';
import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { openAccessKeys } from '../../local/gateway/access-keys';
import type { Decision } from '../../local/gateway/iam-authority';
import { ManualClock } from '../../local/settings/manual-clock';
import type { StackResources } from '../edit-assembly';
import { graphql, tokenOf } from '../people';
import { subscribe } from '../realtime';
import { eventually, newDataDirectory, startTestCloud, type TestCloud } from '../test-cloud';
import type { FleetUpdate, Journey, Visit } from './journey';
import { ADMITTED } from './journeys/administration';

/** What every cloud starts with: its people have signed in already. */
export interface Beginning {
  dataDirectory: string;
  tokens: { admin: string; viewer: string };
}

/** The cloud does not even start; `cause` says why. */
export class NotStarted extends Error {
  override name = 'NotStarted';
}

/** Makes the beginning with a cloud that is stopped again. Whoever calls it removes the folder. */
export async function prepareBeginning(): Promise<Beginning> {
  const cloud = await startTestCloud();
  const tokens = { admin: await tokenOf(cloud, 'admin'), viewer: await tokenOf(cloud, 'viewer') };
  await cloud.halt();
  return { dataDirectory: cloud.dataDirectory, tokens };
}

/**
 * Takes the journey through a new cloud, which starts from `beginning` with `edit` made to its template. `onDecision` hears
 * of each decision about a role; what it returns other than undefined ends the journey early and is returned. Throws
 * NotStarted, or what the journey throws.
 */
export async function takeJourney<Reason>(
  journey: Journey,
  beginning: Beginning,
  edit: (resources: StackResources) => void,
  onDecision: (decision: Decision) => Reason | undefined,
): Promise<Reason | undefined> {
  const dataDirectory = newDataDirectory();
  cpSync(beginning.dataDirectory, dataDirectory, { recursive: true });
  let endEarly: (reason: Reason) => void = () => undefined;
  const ended = new Promise<Reason>((resolve) => {
    endEarly = resolve;
  });
  const clock = new ManualClock();
  const cloud = await startTestCloud({
    dataDirectory,
    scheduleClock: clock,
    edit: (resources) => {
      hasten(resources);
      journey.edit?.(resources);
      edit(resources);
    },
    onDecision: (decision) => {
      const reason = onDecision(decision);
      if (reason !== undefined) endEarly(reason);
    },
  }).catch((cause: unknown) => {
    rmSync(dataDirectory, { recursive: true, force: true });
    throw new NotStarted('The cloud does not start.', { cause });
  });
  const visit = await visitOf(cloud, clock, beginning);
  const taken = journey.run(visit).then(() => undefined);
  // One that is left early fails later, when its cloud is gone.
  taken.catch(() => undefined);
  try {
    return await Promise.race([taken, ended]);
  } finally {
    visit.leave();
    await cloud.stop();
  }
}

async function visitOf(
  cloud: TestCloud,
  clock: ManualClock,
  { tokens }: Beginning,
): Promise<Visit & { leave(): void }> {
  const { administrator: credentials } = openAccessKeys(cloud.dataDirectory, Date.now);
  const publisher = new IoTDataPlaneClient({ endpoint: cloud.awsEndpoint, region: 'eu-central-1', credentials });
  const fleet = await subscribe(cloud, tokens.viewer, 'subscription { onFleet { updates } }');
  return {
    cloud,
    clock,
    viewer: tokens.viewer,
    async call(document, variables = {}) {
      const { data, errors } = await graphql(cloud, tokens.admin, document, variables);
      if (errors) throw new Error(errors.map(({ message }) => message).join(' '));
      return Object.values(data ?? {})[0];
    },
    async publish(topic, payload) {
      await publisher.send(new PublishCommand({ topic, qos: 1, payload }));
    },
    heard: (what, isIt) =>
      eventually(`the fleet’s feed tells ${what}`, () =>
        fleet.messages.flatMap(({ updates }) => JSON.parse(String(updates)) as FleetUpdate[]).some(isIt),
      ),
    leave() {
      fleet.close();
      publisher.destroy();
    },
  };
}

/** Nothing is to be learnt from waiting: queues deliver at once, and who signs up as ADMITTED is an admin. */
function hasten(resources: StackResources): void {
  for (const { Type, Properties } of Object.values(resources)) {
    if (Type === 'AWS::SQS::Queue') delete Properties.DelaySeconds;
    const variables = Properties?.Environment?.Variables;
    if (Type === 'AWS::Lambda::Function' && variables && 'ADMIN_EMAILS' in variables) variables.ADMIN_EMAILS = ADMITTED;
  }
}
