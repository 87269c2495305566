// What devices do goes through the rules to the queues; what a queue does not take becomes a dead letter.
import { addDevice, connectDevice } from '../../device';
import type { StackResources } from '../../edit-assembly';
import { rowsOf } from '../../store';
import { eventually } from '../../test-cloud';
import type { Journey, Visit } from '../journey';

const has = ({ cloud }: Visit, model: string, isIt: (row: Record<string, unknown>) => boolean) =>
  eventually(`a row in ${model}`, async () => (await rowsOf(cloud, model)).some(isIt));

/** A device connects, reports and goes; what `isThere` says is waited for in between. */
async function beThere({ cloud }: Visit, isThere: () => Promise<unknown>): Promise<void> {
  await addDevice(cloud, 'lamp');
  const client = await connectDevice(cloud, 'lamp');
  await client.publishAsync('lamp/telemetry', '{"temperature":21}', { qos: 1 });
  await isThere();
  await client.endAsync();
}

/** The first action of each rule is refused, because IoT may not be the role that it names. */
function refuseFirstActions(resources: StackResources): void {
  for (const { Type, Properties } of Object.values(resources)) {
    if (Type !== 'AWS::IoT::TopicRule') continue;
    Properties.TopicRulePayload.Actions[0].Sqs.RoleArn = 'arn:aws:iam::000000000000:role/nobody';
  }
}

/** The journeys of the rules. */
export const RULES: readonly Journey[] = [
  {
    name: 'a device comes, reports and goes',
    holders: ['TelemetryRuleRole', 'PresenceRuleRole', 'DiscordRuleRole'],
    async run(visit) {
      await beThere(visit, async () => {
        await has(visit, 'TelemetrySample', ({ thingName }) => thingName === 'lamp');
        await has(visit, 'DeviceEvent', ({ thingName, kind }) => thingName === 'lamp' && kind === 'connected');
      });
      await has(visit, 'NotificationPending', ({ thingName }) => thingName === 'lamp');
    },
  },
  {
    name: 'what the queues do not take is a dead letter',
    holders: ['TelemetryRuleRole', 'PresenceRuleRole'],
    edit: refuseFirstActions,
    run: (visit) =>
      beThere(visit, async () => {
        await has(visit, 'DeadLetter', ({ queue }) => queue === 'telemetry');
        await has(visit, 'DeadLetter', ({ queue }) => queue === 'presence');
      }),
  },
];
