// What is known about a device: its name in the registry, and what people wrote down.
import { Map as MapIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Device } from '../../../domain/devices/device';
import { CopyButton } from '../../ui/copy-button';
import { formatDuration } from '../../ui/format-age';

interface DeviceFactsProps {
  device: Device;
  /** The address of the fleet's map with this device alone; null when it has no place on earth. */
  mapPath: string | null;
}

/** A list of what is known; what is not is left out. */
export function DeviceFacts({ device, mapPath }: DeviceFactsProps) {
  const { location, site } = device;
  const coordinates =
    location && location.latitude !== null && location.longitude !== null
      ? `${location.latitude.toFixed(5)}, ${location.longitude.toFixed(5)}`
      : null;
  const facts: [string, ReactNode][] = [
    ['Thing name', <ThingName key="name" thingName={device.thingName} />],
    ['Type', device.type],
    ['Model', device.model],
    ['Manufacturer', device.manufacturer],
    ['Firmware', device.firmwareVersion],
    ['Serial number', device.serialNumber],
    ['Site', site],
    ['Location', location?.label === site ? null : location?.label],
    ['Coordinates', coordinates && <Coordinates key="place" words={coordinates} mapPath={mapPath} />],
    ['Lifecycle', device.lifecycle],
    ['Reports every', device.expectedIntervalMs === null ? null : formatDuration(device.expectedIntervalMs)],
    ['Tags', device.tags.join(', ')],
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

function ThingName({ thingName }: { thingName: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <span className="min-w-0 select-all font-mono">{thingName}</span>
      <CopyButton text={thingName} what="the thing name" className="-my-1.5 -mr-1.5 size-7 rounded-sm" />
    </span>
  );
}

function Coordinates({ words, mapPath }: { words: string; mapPath: string | null }) {
  if (mapPath === null) return words;
  return (
    <Link to={mapPath} className="inline-flex items-center gap-1.5 rounded-sm text-accent underline underline-offset-2">
      <MapIcon aria-hidden className="size-4 shrink-0" />
      <span className="sr-only">Show on the map: </span>
      {words}
    </Link>
  );
}
