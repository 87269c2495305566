// The rows that people see in the list of devices.

import type { Device } from '../../../domain/devices/device';
import type { RunningCloud } from '../../cli/running-cloud';
import { callGraphql, GraphqlError } from './call-graphql';

// AppSync hands subscribers what the mutation selects and nothing else: whatever open pages show of a device stands here.
const SHOWN = `thingName name type model manufacturer firmwareVersion serialNumber site tags
  location { latitude longitude label } capabilities lifecycle expectedIntervalMs simulated createdAt updatedAt`;
const CREATE = `mutation CreateDevice($input: CreateDeviceInput!) { createDevice(input: $input) { ${SHOWN} } }`;
const REMOVE = `mutation RemoveDevices($thingNames: [String!]!) { removeDevices(thingNames: $thingNames) { removed } }`;

// The function behind the mutation takes several API calls for each device and has 30 seconds.
const REMOVED_AT_ONCE = 10;

/** Creates a device's row. One that exists stays as it is: people may have edited it. Throws GraphqlError. */
export async function createDeviceRow(cloud: RunningCloud, device: Device): Promise<void> {
  const input = { ...device, capabilities: JSON.stringify(device.capabilities) };
  try {
    await callGraphql(cloud, CREATE, { input });
  } catch (error) {
    const exists =
      error instanceof GraphqlError && error.errorTypes.some((type) => type.includes('ConditionalCheckFailed'));
    if (!exists) throw error;
  }
}

/** Takes devices away with their certificates and rows. Returns the names that were removed. Throws GraphqlError. */
export async function removeDevices(cloud: RunningCloud, thingNames: readonly string[]): Promise<string[]> {
  const removed: string[] = [];
  for (let at = 0; at < thingNames.length; at += REMOVED_AT_ONCE) {
    const data = await callGraphql(cloud, REMOVE, { thingNames: thingNames.slice(at, at + REMOVED_AT_ONCE) });
    const answer = data.removeDevices as { removed?: string[] } | null;
    removed.push(...(answer?.removed ?? []));
  }
  return removed;
}
