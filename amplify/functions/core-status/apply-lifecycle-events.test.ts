import { describe, expect, it } from 'vitest';
import type { FleetUpdate } from '../../../domain/fleet/fleet-update';
import type { DevicePresence } from '../../../domain/presence/device-presence';
import type { DeviceEvent } from '../../../domain/timeline/device-event';
import { applyLifecycleEvents } from './apply-lifecycle-events';
import type { PresenceStore } from './ports';

const AT = 1760000000000;
const record = (id: string, overrides: Record<string, unknown> = {}) => ({
  id,
  body: JSON.stringify({
    clientId: 'esp-1',
    eventType: 'connected',
    timestamp: AT,
    sessionIdentifier: 's1',
    principalIdentifier: 'ab'.repeat(32),
    versionNumber: 1,
    receivedAt: AT,
    ...overrides,
  }),
});
const gone = { eventType: 'disconnected', timestamp: AT + 1000, disconnectReason: 'CONNECTION_LOST' };

function setUp({ failFor, overtake }: { failFor?: string; overtake?: DevicePresence } = {}) {
  const states = new Map<string, DevicePresence>();
  const lines = new Map<string, DeviceEvent>();
  const told: FleetUpdate[] = [];
  let overtaken = false;
  const store: PresenceStore = {
    read: async (thing) => states.get(thing) ?? null,
    replace: async (previous, next) => {
      if (next.thingName === failFor) throw new Error('table is gone');
      if (overtake && !overtaken) {
        overtaken = true;
        states.set(overtake.thingName, overtake);
      }
      if ((states.get(next.thingName) ?? null) !== previous) return false;
      states.set(next.thingName, next);
      return true;
    },
    putEvent: async (event) => void lines.set(`${event.thingName} ${event.eventId}`, event),
  };
  const quiet = () => {};
  const ports = {
    store,
    now: () => AT + 250,
    log: { info: quiet, warn: quiet, error: quiet },
    publish: async ({ fleet }: { fleet: readonly FleetUpdate[] }) => {
      told.push(...fleet);
      return { tooLarge: 0 };
    },
  };
  return {
    states,
    lines,
    told,
    apply: (records: Parameters<typeof applyLifecycleEvents>[0]) => applyLifecycleEvents(records, ports),
  };
}

describe('applyLifecycleEvents', () => {
  it('stores the state, writes the timeline and tells the fleet', async () => {
    const { apply, states, lines, told } = setUp();
    const summary = await apply([record('1'), record('2', gone)]);
    const counts = { received: 2, stored: 2, rejected: 0, ignored: 0, changed: 1 };
    expect(summary).toEqual({ failedIds: [], ...counts, lagsMs: [250, 250], published: true });
    expect(states.get('esp-1')).toMatchObject({ presence: 'offline', reason: 'CONNECTION_LOST', since: AT + 1000 });
    expect([...lines.values()].map(({ kind }) => kind)).toEqual(['connected', 'disconnected']);
    expect(told.map(({ kind }) => kind)).toEqual(['presence', 'event', 'presence', 'event']);
  });

  it('ends in the same state when the end comes first and everything twice', async () => {
    const { apply, states, lines } = setUp();
    await apply([record('1', gone), record('2'), record('3', gone), record('4')]);
    expect(states.get('esp-1')?.presence).toBe('offline');
    expect(lines.size).toBe(2);
  });

  it('tells nobody of a repetition', async () => {
    const { apply, told } = setUp();
    await apply([record('1')]);
    const before = told.length;
    await apply([record('1')]);
    expect(told).toHaveLength(before);
  });

  it('decides again when another invocation wrote meanwhile', async () => {
    const newer: DevicePresence = {
      thingName: 'esp-1',
      presence: 'online',
      since: AT + 5000,
      reason: 'connected',
      sessionIdentifier: 's2',
      versionNumber: 2,
      eventAt: AT + 5000,
      eventType: 'connected',
    };
    const { apply, states } = setUp({ overtake: newer });
    await apply([record('1', gone)]);
    expect(states.get('esp-1')).toEqual(newer);
  });

  it('stores its own when what another invocation wrote does not outdo it', async () => {
    const begun: DevicePresence = {
      thingName: 'esp-1',
      presence: 'online',
      since: AT,
      reason: 'connected',
      sessionIdentifier: 's1',
      versionNumber: 1,
      eventAt: AT,
      eventType: 'connected',
    };
    const { apply, states } = setUp({ overtake: begun });
    await apply([record('1', gone)]);
    expect(states.get('esp-1')?.presence).toBe('offline');
  });

  it('passes over browsers and what is no event, without failing them', async () => {
    const { apply, states, lines } = setUp();
    const browser = record('1', { principalIdentifier: 'eu-central-1:1234' });
    expect(await apply([browser, { id: '2', body: 'x' }])).toMatchObject({
      ...{ failedIds: [], received: 2, stored: 0, rejected: 1, ignored: 1, lagsMs: [] },
    });
    expect([states.size, lines.size]).toEqual([0, 0]);
  });

  it('names only the event that could not be stored', async () => {
    const { apply, states } = setUp({ failFor: 'esp-2' });
    const summary = await apply([record('1'), record('2', { clientId: 'esp-2' })]);
    expect(summary).toMatchObject({ failedIds: ['2'], stored: 1, lagsMs: [250] });
    expect(states.get('esp-1')?.presence).toBe('online');
  });
});
