import { describe, expect, it } from 'vitest';
import type { DeviceRows, Registry } from './ports';
import { removeDevices } from './remove-devices';

const certificateId = (digit: string) => digit.repeat(64);
const arn = (digit: string) => `arn:aws:iot:eu-central-1:000000000000:cert/${certificateId(digit)}`;

/**
 * A registry in memory that refuses what the real one refuses. `attached` is: principal by thing. `onlineForLooks` is how
 * often presence finds a thing connected still.
 */
function setUp(attached: Record<string, string[]>, failOnce?: string, onlineForLooks: Record<string, number> = {}) {
  const things = new Map(Object.entries(attached).map(([thing, principals]) => [thing, new Set(principals)]));
  const active = new Set(
    Object.values(attached)
      .flat()
      .map((principal) => principal.slice(-64)),
  );
  const policies = new Map(
    Object.values(attached)
      .flat()
      .map((principal) => [principal, new Set(['p1', 'p2'])]),
  );
  const rows = new Set([...Object.keys(attached), 'plant-7/inv-1']);
  const steps: string[] = [];
  const warnings: unknown[] = [];
  let looks = 0;
  let waitedMs = 0;
  let failing = failOnce;
  const step = (name: string) => {
    if (failing === name) {
      failing = undefined;
      throw new Error(`${name} failed`);
    }
    steps.push(name);
  };
  const conflict = () => Object.assign(new Error('still attached'), { name: 'DeleteConflictException' });
  const thingsOf = (principal: string) => [...things].filter(([, has]) => has.has(principal)).map(([thing]) => thing);
  const registry: Registry = {
    principalsOf: async (thing) => [...(things.get(thing) ?? [])],
    thingsOf: async (principal) => thingsOf(principal),
    deactivate: async (id) => {
      step('deactivate');
      active.delete(id);
    },
    policiesOf: async (principal) => [...(policies.get(principal) ?? [])],
    detachPolicy: async (policy, principal) => {
      step('detachPolicy');
      policies.get(principal)?.delete(policy);
    },
    detachPrincipal: async (thing, principal) => {
      step('detachPrincipal');
      things.get(thing)?.delete(principal);
    },
    deleteCertificate: async (id) => {
      step('deleteCertificate');
      const principal = [...policies.keys()].find((one) => one.endsWith(id)) ?? '';
      if (active.has(id) || policies.get(principal)?.size || thingsOf(principal).length > 0) throw conflict();
      policies.delete(principal);
    },
    deleteThing: async (thing) => {
      step('deleteThing');
      if (things.get(thing)?.size) throw conflict();
      things.delete(thing);
    },
  };
  const deviceRows: DeviceRows = {
    thoughtConnected: async (names) => {
      step('lookAtPresence');
      looks++;
      return names.filter((name) => looks <= (onlineForLooks[name] ?? 0));
    },
    delete: async (thing) => {
      step('deleteRows');
      rows.delete(thing);
    },
    forgetChild: async () => step('forgetChild'),
  };
  const quiet = () => {};
  const ports = {
    registry,
    connections: {
      end: async (thing: string) => {
        step('endConnection');
        for (const principal of things.get(thing) ?? []) {
          if (active.has(principal.slice(-64))) throw new Error(`${thing} could connect again`);
        }
      },
    },
    rows: deviceRows,
    log: { info: quiet, warn: (_: string, detail?: object) => void warnings.push(detail), error: quiet },
    sleep: async (ms: number) => {
      step('wait');
      waitedMs += ms;
    },
  };
  return {
    steps,
    things,
    active,
    policies,
    rows,
    warnings,
    waitedMs: () => waitedMs,
    remove: (names: string[]) => removeDevices(names, ports),
  };
}

const ORDER = [
  'deactivate',
  'endConnection',
  'detachPolicy',
  'detachPolicy',
  'detachPrincipal',
  'deleteCertificate',
  'deleteThing',
  'lookAtPresence',
  'deleteRows',
];

describe('removeDevices', () => {
  it('takes the one order that the registry accepts', async () => {
    const { remove, steps, things, rows } = setUp({ 'esp-1': [arn('a')] });
    expect(await remove(['esp-1', 'esp-1'])).toEqual(['esp-1']);
    expect(steps).toEqual(ORDER);
    expect(things.size).toBe(0);
    expect(rows.has('esp-1')).toBe(false);
  });

  it.each([...new Set(ORDER)])('resumes after %s failed (fact 13)', async (failing) => {
    const { remove, things, rows } = setUp({ 'esp-1': [arn('a')] }, failing);
    await expect(remove(['esp-1'])).rejects.toThrow(`${failing} failed`);
    expect(await remove(['esp-1'])).toEqual(['esp-1']);
    expect([things.size, rows.has('esp-1')]).toEqual([0, false]);
  });

  it('removes the others when one fails', async () => {
    const { remove } = setUp({ 'esp-1': [arn('a')], 'esp-2': [arn('b')] }, 'deactivate');
    expect(await remove(['esp-1', 'esp-2'])).toEqual(['esp-2']);
  });

  it('is content with a thing that is gone already', async () => {
    expect(await setUp({}).remove(['nobody'])).toEqual(['nobody']);
  });

  it('leaves a certificate that another thing uses', async () => {
    const { remove, active, policies, things } = setUp({ 'esp-1': [arn('a')], 'esp-2': [arn('a')] });
    expect(await remove(['esp-1'])).toEqual(['esp-1']);
    expect(active.has(certificateId('a'))).toBe(true);
    expect(policies.get(arn('a'))?.size).toBe(2);
    expect(things.has('esp-2')).toBe(true);
  });

  it("deletes only the rows of a gateway's child", async () => {
    const { remove, steps, rows } = setUp({ 'plant-7': [arn('a')] });
    expect(await remove(['plant-7/inv-1'])).toEqual(['plant-7/inv-1']);
    expect(steps).toEqual(['forgetChild', 'lookAtPresence', 'deleteRows']);
    expect(rows.has('plant-7')).toBe(true);
  });

  it('deletes rows only once presence knows that the connections ended, and waits for all at once', async () => {
    const online = { 'esp-1': 2, 'esp-2': 1 };
    const { remove, steps, warnings } = setUp({ 'esp-1': [arn('a')], 'esp-2': [arn('b')] }, undefined, online);
    expect(await remove(['esp-1', 'esp-2'])).toEqual(['esp-1', 'esp-2']);
    expect(steps.slice(steps.indexOf('lookAtPresence'))).toEqual([
      ...['lookAtPresence', 'wait', 'lookAtPresence', 'wait', 'lookAtPresence'],
      ...['deleteRows', 'deleteRows'],
    ]);
    expect(warnings).toEqual([]);
  });

  it('deletes rows all the same when the end is not told within five seconds, and logs it', async () => {
    const online = { 'esp-1': Number.POSITIVE_INFINITY };
    const { remove, rows, waitedMs, warnings } = setUp({ 'esp-1': [arn('a')] }, undefined, online);
    expect(await remove(['esp-1'])).toEqual(['esp-1']);
    expect(rows.has('esp-1')).toBe(false);
    expect(waitedMs()).toBeGreaterThan(4_000);
    expect(waitedMs()).toBeLessThanOrEqual(5_000);
    expect(warnings).toEqual([{ things: 'esp-1' }]);
  });
});
