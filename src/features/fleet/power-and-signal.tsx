// Battery and signal strength as icon and number.
import { BatteryFull, BatteryLow, BatteryMedium, BatteryWarning } from 'lucide-react';
import { batteryLevel } from '../../../domain/devices/battery-level';
import { classNames } from '../../ui/class-names';
import { formatNumber } from '../../ui/format-number';

/** The charge of a battery; low and critical say so in words to screen readers and by another icon. */
export function Battery({ percent }: { percent: number }) {
  const level = batteryLevel(percent);
  const Icon =
    level === 'critical' ? BatteryWarning : level === 'low' ? BatteryLow : percent < 60 ? BatteryMedium : BatteryFull;
  const ink = level === 'critical' ? 'text-bad' : level === 'low' ? 'text-warn' : 'text-ink-soft';
  return (
    <span
      className={classNames('live-value inline-flex shrink-0 items-center gap-1 text-sm whitespace-nowrap', ink)}
      title="Battery"
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="sr-only">Battery{level === 'good' ? '' : ` ${level}`}: </span>
      {Math.round(percent)} %
    </span>
  );
}

// Where Wi-Fi radios begin to lose packets; LoRa and cellular reach further down.
const STRONG_DBM = -60;
const FAIR_DBM = -70;
const WEAK_DBM = -80;

const BARS = [4, 3, 2, 1] as const;

/** The strength of a radio signal as bars: the missing ones stay visible, so that one bar reads as one of four. */
export function Signal({ dbm }: { dbm: number }) {
  const level = dbm >= STRONG_DBM ? 4 : dbm >= FAIR_DBM ? 3 : dbm >= WEAK_DBM ? 2 : 1;
  return (
    <span
      className="live-value inline-flex shrink-0 items-center gap-1 text-sm whitespace-nowrap text-ink-soft"
      title="Signal"
    >
      <svg viewBox="0 0 16 16" aria-hidden="true" className="size-4 shrink-0 fill-current">
        {BARS.map((bar) => (
          <rect
            key={bar}
            x={bar * 3.5 - 2.5}
            y={14 - bar * 3}
            width="2.25"
            height={bar * 3}
            rx="0.75"
            opacity={bar <= level ? 1 : 0.28}
          />
        ))}
      </svg>
      <span className="sr-only">Signal{level === 1 ? ' weak' : ''}: </span>
      {formatNumber(Math.round(dbm))} dBm
    </span>
  );
}
