// What people change about devices.
import type { Schema } from '../../amplify/data/resource';
import type { Device } from '../../domain/devices/device';
import { parseDeviceRow } from '../../domain/devices/parse-device-row';
import { CloudError } from './cloud-error';
import { FIELDS } from './fields';
import { request } from './graphql';
import { fieldOf } from './read-rows';

type CreateDevice = Pick<Schema['Device']['createType'], 'thingName' | 'name' | 'site' | 'type' | 'tags' | 'lifecycle'>;

const CREATE = `mutation Register($input: CreateDeviceInput!) { createDevice(input: $input) { ${FIELDS.device} } }`;
const REMOVE = 'mutation Remove($thingNames: [String!]!) { removeDevices(thingNames: $thingNames) { removed } }';
// Certificates, things and rows go one by one: a chunk must end well within the function's time.
const REMOVE_AT_ONCE = 10;

/** What a person tells about a thing that reports but is not registered. Empty texts are left out. */
export interface Registration {
  thingName: string;
  name: string;
  site: string;
  type: string;
  tags: string[];
}

/** Registers a thing and returns its device. Throws CloudError, also when somebody else was faster. */
export async function registerDevice(registration: Registration): Promise<Device> {
  const input: CreateDevice = {
    thingName: registration.thingName,
    name: registration.name || null,
    site: registration.site || null,
    type: registration.type || null,
    tags: registration.tags,
    lifecycle: 'active',
  };
  const device = parseDeviceRow(await request(CREATE, 'createDevice', { input }));
  if (!device) throw new CloudError('refused', 'The device was not created.');
  return device;
}

/**
 * Removes devices for good: certificates, things and rows. `onRemoved` gets the names of each chunk that is gone. Throws
 * CloudError at the first chunk that fails; what was removed before stays removed.
 */
export async function removeDevices(
  thingNames: readonly string[],
  onRemoved: (removed: string[]) => void,
): Promise<void> {
  for (let start = 0; start < thingNames.length; start += REMOVE_AT_ONCE) {
    const chunk = thingNames.slice(start, start + REMOVE_AT_ONCE);
    const removed = fieldOf(await request(REMOVE, 'removeDevices', { thingNames: chunk }), 'removed');
    onRemoved(Array.isArray(removed) ? removed.filter((name) => typeof name === 'string') : []);
  }
}
