// Readings: of a new thing, of one that reports all the time, of a gateway's child, and what nobody understands.
import { subscribe } from '../../realtime';
import { putRow, rowsOf, tableOf } from '../../store';
import { eventually } from '../../test-cloud';
import type { Journey, Visit } from '../journey';

const ON_TELEMETRY = 'subscription ($name: ID!) { onTelemetry(thingName: $name) { thingName samples } }';

const stored = ({ cloud }: Visit, model: string, thingName: string, metric: string, value: number) =>
  eventually(`${model} of ${thingName}: ${metric} ${value}`, async () =>
    (await rowsOf(cloud, model)).some((row) => {
      const found = (row.metrics as Record<string, unknown>)?.[metric];
      return row.thingName === thingName && (found === value || (found as { value?: unknown })?.value === value);
    }),
  );

/** A thing that was heard a moment ago and has been awake for long. */
const putSteady = ({ cloud }: Visit, thingName: string) => {
  const now = Date.now();
  return putRow(cloud, 'DeviceLatest', {
    ...{ thingName, observedAt: now - 5_000, receivedAt: now - 5_000, clockRejected: false, metrics: {}, recent: '' },
    ...{ awakeSince: now - 3_600_000, revision: 'r1' },
  });
};

/** The journeys of core-telemetry. */
export const TELEMETRY: readonly Journey[] = [
  {
    name: 'a new thing reports',
    holders: ['core-telemetry'],
    async run(visit) {
      const watching = await subscribe(visit.cloud, visit.viewer, ON_TELEMETRY, { name: 'fresh' });
      await visit.publish('fresh/telemetry', '{"temperature":21}');
      await stored(visit, 'TelemetrySample', 'fresh', 'temperature', 21);
      await stored(visit, 'DeviceLatest', 'fresh', 'temperature', 21);
      await visit.heard('its newest state', ({ latest }) => latest?.thingName === 'fresh');
      await eventually('who watches it gets the reading', () => watching.messages.length > 0);
      watching.close();
      await visit.heard('that it is online', ({ presence }) => presence?.thingName === 'fresh');
    },
  },
  {
    name: 'a thing goes on reporting',
    holders: ['core-telemetry'],
    async run(visit) {
      await putSteady(visit, 'steady');
      await visit.publish('steady/telemetry', '{"temperature":22}');
      await stored(visit, 'TelemetrySample', 'steady', 'temperature', 22);
      await stored(visit, 'DeviceLatest', 'steady', 'temperature', 22);
    },
  },
  {
    name: 'a gateway has a new child',
    holders: ['core-telemetry'],
    async run(visit) {
      const metrics = { power: 410 };
      const reading = { plantId: 'plant-7', deviceId: 'inverter-1', metrics };
      await visit.publish('solar/plant-7/data', JSON.stringify(reading));
      await stored(visit, 'TelemetrySample', 'plant-7/inverter-1', 'power', 410);
      await eventually('the gateway’s row knows its child', async () =>
        (await rowsOf(visit.cloud, 'DeviceLatest')).some(
          ({ thingName, children }) => thingName === 'plant-7' && (children as Set<string>).has('plant-7/inverter-1'),
        ),
      );
    },
  },
  {
    name: 'a payload is not understood',
    holders: ['core-telemetry'],
    async run(visit) {
      await visit.publish('broken/telemetry', 'no JSON');
      await eventually('the timeline says so', async () =>
        (await rowsOf(visit.cloud, 'DeviceEvent')).some(({ kind }) => kind === 'payloadRejected'),
      );
    },
  },
  ...(['TelemetrySample', 'DeviceLatest'] as const).map((model) => ({
    name: `a batch with a ${model} row is refused as invalid`,
    holders: ['core-telemetry'],
    async run(visit: Visit) {
      await putSteady(visit, 'single');
      const table = tableOf(visit.cloud, model);
      visit.cloud.dynamodb.faults.inject({ kind: 'invalid', operations: ['BatchWriteItem'], table, times: 1 });
      await visit.publish('single/telemetry', '{"temperature":23}');
      await stored(visit, 'TelemetrySample', 'single', 'temperature', 23);
      await stored(visit, 'DeviceLatest', 'single', 'temperature', 23);
    },
  })),
];
