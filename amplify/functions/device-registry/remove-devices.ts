// The verb of device-registry: takes devices away for good, in the one order that the registry accepts.
import { gatewayOf } from '../../../domain/telemetry/thing-names';
import type { Log } from '../shared/logger';
import type { DeviceRows, Registry } from './ports';

export interface RemovePorts {
  registry: Registry;
  rows: DeviceRows;
  log: Log;
}

const CERTIFICATE_ARN = /^arn:[^:]+:iot:[^:]*:[^:]*:cert\/([0-9a-f]{64})$/;
// The registry allows some ten changes of certificates per second (AWS IoT Core quotas).
const AT_A_TIME = 4;

/**
 * Removes things one by one, a few at a time, and returns the names of those that are gone with all their rows. One that
 * fails half-way is logged and left out: asking again resumes where it stopped. Throws the first failure when nothing
 * at all could be removed.
 */
export async function removeDevices(thingNames: readonly string[], ports: RemovePorts): Promise<string[]> {
  const names = [...new Set(thingNames)];
  const removed: string[] = [];
  const failures: unknown[] = [];
  const next = names.values();
  const work = async () => {
    for (const thingName of next) {
      try {
        await removeDevice(thingName, ports);
        removed.push(thingName);
      } catch (error) {
        ports.log.error('A device could not be removed; asking again resumes.', error);
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  if (removed.length === 0 && failures.length > 0) throw failures[0];
  return names.filter((name) => removed.includes(name));
}

async function removeDevice(thingName: string, { registry, rows }: RemovePorts): Promise<void> {
  const gateway = gatewayOf(thingName);
  // A gateway's child is a name in its gateway's readings: it has rows, but no thing and no certificate of its own.
  if (gateway === null) await removeThing(thingName, registry);
  else await rows.forgetChild(gateway, thingName);
  // Rows last: until the certificate is dead, a reading would write them again.
  await rows.delete(thingName);
}

/**
 * INACTIVE first, so that the device is out at once; then what is attached, because neither a certificate nor a thing
 * can be deleted while anything is (AWS IoT API: DeleteCertificate, DeleteThing). A certificate that other things use
 * too stays theirs.
 */
async function removeThing(thingName: string, registry: Registry): Promise<void> {
  for (const principal of await registry.principalsOf(thingName)) {
    const certificateId = CERTIFICATE_ARN.exec(principal)?.[1];
    const others = (await registry.thingsOf(principal)).filter((name) => name !== thingName);
    const isOwn = certificateId !== undefined && others.length === 0;
    if (isOwn) {
      await registry.deactivate(certificateId);
      for (const policy of await registry.policiesOf(principal)) await registry.detachPolicy(policy, principal);
    }
    await registry.detachPrincipal(thingName, principal);
    if (isOwn) await registry.deleteCertificate(certificateId);
  }
  await registry.deleteThing(thingName);
}
