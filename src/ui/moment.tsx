// A moment in the chosen zone.
import { useStore } from 'zustand';
import { formatTime, type TimeShape } from './format-time';
import { zoneChoice } from './time-zone';

interface MomentProps {
  /** Epoch ms. */
  atMs: number;
  shape: TimeShape;
}

/** Writes a moment in the zone that the person chose; the full date and zone are its tooltip. */
export function Moment({ atMs, shape }: MomentProps) {
  const zone = useStore(zoneChoice, (state) => state.zone);
  return <time title={formatTime(atMs, 'full', zone)}>{formatTime(atMs, shape, zone)}</time>;
}
