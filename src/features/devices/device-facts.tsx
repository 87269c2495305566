// What people wrote down about a device.
import type { Device } from '../../../domain/devices/device';
import { formatDuration } from '../../ui/format-age';

/** A list of what is known; what is not is left out. */
export function DeviceFacts({ device }: { device: Device }) {
  const place = device.location;
  const coordinates =
    place && place.latitude !== null && place.longitude !== null
      ? `${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)}`
      : null;
  const facts: [string, string | null][] = [
    ['Type', device.type],
    ['Model', device.model],
    ['Manufacturer', device.manufacturer],
    ['Firmware', device.firmwareVersion],
    ['Serial number', device.serialNumber],
    ['Site', device.site],
    ['Location', place?.label ?? coordinates],
    ['Lifecycle', device.lifecycle],
    ['Reports every', device.expectedIntervalMs === null ? null : formatDuration(device.expectedIntervalMs)],
    ['Tags', device.tags.length > 0 ? device.tags.join(', ') : null],
  ];
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-sm">
      {facts
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-soft">{name}</dt>
            <dd className="min-w-0 text-right">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
