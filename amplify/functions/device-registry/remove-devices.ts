// The verb of device-registry: takes devices away for good, in the one order that the registry accepts.
import { gatewayOf } from '../../../domain/telemetry/thing-names';
import { backOffMs, type Sleep } from '../shared/back-off';
import type { Log } from '../shared/logger';
import type { Connections, DeviceRows, Registry } from './ports';

export interface RemovePorts {
  registry: Registry;
  connections: Connections;
  rows: DeviceRows;
  log: Log;
  sleep: Sleep;
}

const CERTIFICATE_ARN = /^arn:[^:]+:iot:[^:]*:[^:]*:cert\/([0-9a-f]{64})$/;
// The registry allows some ten changes of certificates per second (AWS IoT Core quotas).
const AT_A_TIME = 4;
// Some five seconds with their pauses: the end of a connection is usually in the table within one.
const LOOKS_AT_PRESENCE = 9;

/**
 * Removes things, a few at a time, and returns the names of those that are gone with all their rows. One that fails
 * half-way is logged and left out: asking again resumes where it stopped. Throws the first failure when nothing at all
 * could be removed.
 */
export async function removeDevices(thingNames: readonly string[], ports: RemovePorts): Promise<string[]> {
  const failures: unknown[] = [];
  const each = async (names: readonly string[], step: (thingName: string) => Promise<void>): Promise<string[]> => {
    const done = new Set<string>();
    const next = names.values();
    const work = async () => {
      for (const thingName of next) {
        try {
          await step(thingName);
          done.add(thingName);
        } catch (error) {
          ports.log.error('A device could not be removed; asking again resumes.', error);
          failures.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
    return names.filter((name) => done.has(name));
  };
  const out = await each([...new Set(thingNames)], (thingName) => takeOut(thingName, ports));
  // Rows last: what the device said, and the end of its connection, would write them again.
  await untilEndsAreKnown(out, ports);
  const removed = await each(out, (thingName) => ports.rows.delete(thingName));
  if (removed.length === 0 && failures.length > 0) throw failures[0];
  return removed;
}

async function takeOut(thingName: string, ports: RemovePorts): Promise<void> {
  const gateway = gatewayOf(thingName);
  // A gateway's child is a name in its gateway's readings: it has rows, but no thing and no certificate of its own.
  if (gateway === null) await removeThing(thingName, ports);
  else await ports.rows.forgetChild(gateway, thingName);
}

/** Resolves once presence knows of no open connection of the things, or after some five seconds. */
async function untilEndsAreKnown(thingNames: readonly string[], { rows, sleep, log }: RemovePorts): Promise<void> {
  let waiting = thingNames;
  for (let look = 1; look <= LOOKS_AT_PRESENCE; look++) {
    if (look > 1) await sleep(backOffMs(look - 1));
    waiting = await rows.thoughtConnected(waiting);
    if (waiting.length === 0) return;
  }
  log.warn('The end of connections was not told in time; devices may be seen again when it is.', {
    things: waiting.join(' '),
  });
}

/**
 * INACTIVE first, so that the device cannot come again; then its connection, which would live on for minutes; then what is
 * attached, because neither a certificate nor a thing can be deleted while anything is (AWS IoT API: DeleteCertificate,
 * DeleteThing). A certificate that other things use too stays theirs.
 */
async function removeThing(thingName: string, { registry, connections }: RemovePorts): Promise<void> {
  const own: { principal: string; certificateId: string }[] = [];
  for (const principal of await registry.principalsOf(thingName)) {
    const certificateId = CERTIFICATE_ARN.exec(principal)?.[1];
    const others = (await registry.thingsOf(principal)).filter((name) => name !== thingName);
    if (certificateId !== undefined && others.length === 0) {
      await registry.deactivate(certificateId);
      own.push({ principal, certificateId });
    } else {
      await registry.detachPrincipal(thingName, principal);
    }
  }
  await connections.end(thingName);
  for (const { principal, certificateId } of own) {
    for (const policy of await registry.policiesOf(principal)) await registry.detachPolicy(policy, principal);
    await registry.detachPrincipal(thingName, principal);
    await registry.deleteCertificate(certificateId);
  }
  await registry.deleteThing(thingName);
}
