import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DevicePresence } from '../presence/device-presence';
import { mergeDeviceLatest } from '../telemetry/merge-device-latest';
import { describeRejects } from '../timeline/describe-rejects';
import { coalesceFleetUpdates } from './coalesce-fleet-updates';
import type { FleetUpdate } from './fleet-update';
import { parseFleetUpdates } from './parse-fleet-updates';

const latest = (thingName: string, temperature: number): FleetUpdate => {
  const sample = {
    thingName,
    sampleId: 's',
    observedAt: 1,
    receivedAt: 1,
    clockRejected: false,
    metrics: { temperature },
  };
  const merged = mergeDeviceLatest(null, [sample]);
  if (!merged) throw new Error('nothing merged');
  return { kind: 'latest', latest: merged };
};
const state: DevicePresence = {
  thingName: 'a',
  presence: 'online',
  since: 1,
  reason: 'connected',
  sessionIdentifier: 's',
  versionNumber: 1,
  eventAt: 1,
  eventType: 'connected',
};
const rejects = (kind: 'empty' | 'notJson'): FleetUpdate[] =>
  describeRejects([{ thingName: 'a', receivedAt: 1, problem: { kind, message: 'm' } }]).map((event) => ({
    kind: 'event',
    event,
  }));

describe('coalesceFleetUpdates', () => {
  it('keeps the last state of each thing and kind, and every event', () => {
    const coalesced = coalesceFleetUpdates([
      latest('a', 1),
      latest('b', 2),
      { kind: 'presence', presence: state },
      latest('a', 3),
      ...rejects('empty'),
      ...rejects('notJson'),
    ]);
    expect(coalesced.map((update) => update.kind)).toEqual(['latest', 'latest', 'presence', 'event', 'event']);
    expect(coalesced[0]).toMatchObject({ latest: { thingName: 'a', metrics: { temperature: { value: 3 } } } });
  });

  it('leaves out the times of recent numbers', () => {
    expect(JSON.stringify(coalesceFleetUpdates([latest('a', 1)]))).not.toContain('recentAt');
  });
});

describe('parseFleetUpdates', () => {
  it('gives back what was sent, as text or as a list', () => {
    const updates = coalesceFleetUpdates([latest('a', 1), { kind: 'presence', presence: state }, ...rejects('empty')]);
    expect(parseFleetUpdates(JSON.stringify(updates))).toEqual(updates);
    expect(parseFleetUpdates(updates)).toEqual(updates);
  });

  it('drops what it does not understand and keeps the rest', () => {
    const wire = [{ kind: 'alert' }, { kind: 'latest', latest: {} }, null, { kind: 'presence', presence: state }];
    expect(parseFleetUpdates(wire)).toEqual([{ kind: 'presence', presence: state }]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (wire) => {
        expect(Array.isArray(parseFleetUpdates(wire))).toBe(true);
      }),
    );
  });
});
