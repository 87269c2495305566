// The newest states of some things with their recent numbers, which the fleet's snapshot leaves out: thirty numbers of
// every metric of ten thousand devices would be most of it, and a screen shows few of them.
import type { DeviceLatest } from '../../domain/telemetry/device-latest';
import { parseDeviceLatestRow } from '../../domain/telemetry/parse-device-latest-row';
import { FIELDS } from './fields';
import { requestFields } from './graphql';
import { parseRows } from './read-rows';

// A request is answered as a whole: more at once would be waited for longer.
const AT_ONCE = 50;

/** Fetches the newest states of these things, up to fifty in one request. A thing that never reported is left out. Throws CloudError. */
export async function fetchRecentNumbers(thingNames: readonly string[]): Promise<DeviceLatest[]> {
  const latests: DeviceLatest[] = [];
  for (let start = 0; start < thingNames.length; start += AT_ONCE) {
    const names = thingNames.slice(start, start + AT_ONCE);
    const keys = names.map((_, index) => `thing${index}`);
    const document = `query Recent(${keys.map((key) => `$${key}: ID!`).join(', ')}) { ${keys
      .map((key) => `${key}: getDeviceLatest(thingName: $${key}) { ${FIELDS.latest} recent }`)
      .join(' ')} }`;
    const variables = Object.fromEntries(keys.map((key, index) => [key, names[index]]));
    latests.push(...parseRows(await requestFields(document, keys, variables), parseDeviceLatestRow));
  }
  return latests;
}
