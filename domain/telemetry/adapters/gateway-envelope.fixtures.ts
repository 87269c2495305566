// A gateway's envelopes on the topic of plant `plant-7`, with what must be understood.

export const GATEWAY_ENVELOPES = [
  {
    title: 'an inverter',
    payload: {
      plantId: 'plant-7',
      deviceId: 'inverter-1',
      timestamp: '2025-10-09T08:53:20Z',
      metrics: { dcPowerW: 410.5, acPowerW: 398, state: 'MPPT' },
    },
    thingName: 'plant-7/inverter-1',
    metrics: { dcPowerW: 410.5, acPowerW: 398, state: 'MPPT' },
    ownTime: '2025-10-09T08:53:20Z',
  },
  {
    title: 'a device id with dots and colons, and no time',
    payload: { plantId: 'plant-7', deviceId: 'aa:bb.01', metrics: { dcPowerW: 0 } },
    thingName: 'plant-7/aa:bb.01',
    metrics: { dcPowerW: 0 },
    ownTime: undefined,
  },
] as const;

export const REFUSED_GATEWAY_ENVELOPES = [
  { title: 'another plant', payload: { plantId: 'plant-8', deviceId: 'a', metrics: { w: 1 } }, kind: 'plantMismatch' },
  { title: 'no plant', payload: { deviceId: 'a', metrics: { w: 1 } }, kind: 'plantMismatch' },
  { title: 'no device', payload: { plantId: 'plant-7', metrics: { w: 1 } }, kind: 'badDeviceId' },
  {
    title: 'a device id that climbs out of its plant',
    payload: { plantId: 'plant-7', deviceId: '../x', metrics: { w: 1 } },
    kind: 'badDeviceId',
  },
  {
    title: 'a device id that is too long',
    payload: { plantId: 'plant-7', deviceId: 'x'.repeat(65), metrics: { w: 1 } },
    kind: 'badDeviceId',
  },
  { title: 'metrics that are a list', payload: { plantId: 'plant-7', deviceId: 'a', metrics: [1] }, kind: 'noMetrics' },
  { title: 'no metrics', payload: { plantId: 'plant-7', deviceId: 'a', dcPowerW: 410 }, kind: 'noMetrics' },
] as const;
