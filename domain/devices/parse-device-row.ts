// Device as it comes from the API.
import { asRow, choiceField, numberField, type Row, textField } from '../rows/row-fields';
import type { Device, DeviceLifecycle } from './device';
import { parseCapabilities } from './parse-capabilities';

const LIFECYCLES: readonly DeviceLifecycle[] = ['provisioning', 'active', 'maintenance', 'disabled', 'retired'];

/** Returns a device from its row, or undefined when it has no thing name. A row without a lifecycle counts as active. */
export function parseDeviceRow(value: unknown): Device | undefined {
  const row = asRow(value);
  const thingName = row && textField(row, 'thingName');
  if (!row || !thingName) return undefined;
  return {
    thingName,
    name: textField(row, 'name'),
    type: textField(row, 'type'),
    model: textField(row, 'model'),
    manufacturer: textField(row, 'manufacturer'),
    firmwareVersion: textField(row, 'firmwareVersion'),
    serialNumber: textField(row, 'serialNumber'),
    site: textField(row, 'site'),
    tags: Array.isArray(row.tags) ? row.tags.filter((tag) => typeof tag === 'string') : [],
    location: parseLocation(asRow(row.location)),
    capabilities: parseCapabilities(row.capabilities),
    lifecycle: choiceField(row, 'lifecycle', LIFECYCLES) ?? 'active',
    expectedIntervalMs: numberField(row, 'expectedIntervalMs'),
    simulated: row.simulated === true,
  };
}

function parseLocation(row: Row | undefined): Device['location'] {
  if (!row) return null;
  return {
    latitude: numberField(row, 'latitude'),
    longitude: numberField(row, 'longitude'),
    label: textField(row, 'label'),
  };
}
