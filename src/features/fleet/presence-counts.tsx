// How many devices are in each state; each count is also a filter.
import type { Presence } from '../../../domain/presence/device-presence';
import { classNames } from '../../ui/class-names';
import { PRESENCE_LOOKS } from './presence-badge';
import { useFleetCounts } from './use-fleet';

const ORDER: readonly Presence[] = ['offline', 'stale', 'online', 'unknown'];

interface PresenceCountsProps {
  chosen: Presence | null;
  onChoose: (presence: Presence | null) => void;
}

/** Counts by presence as buttons: pressing one shows only those, pressing it again shows all. */
export function PresenceCounts({ chosen, onChoose }: PresenceCountsProps) {
  const counts = useFleetCounts();
  const shown = ORDER.filter((presence) => counts[presence] > 0 || presence === 'online' || presence === chosen);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would promise form fields; these are toggle buttons.
    <div role="group" aria-label="Devices by presence" className="flex flex-wrap gap-2">
      <CountButton pressed={chosen === null} onPress={() => onChoose(null)} count={counts.total} label="All" />
      {shown.map((presence) => {
        const { label, icon: Icon, ink } = PRESENCE_LOOKS[presence];
        return (
          <CountButton
            key={presence}
            pressed={chosen === presence}
            onPress={() => onChoose(chosen === presence ? null : presence)}
            count={counts[presence]}
            label={label}
            icon={<Icon aria-hidden className={classNames('live-value size-4', ink)} />}
          />
        );
      })}
    </div>
  );
}

interface CountButtonProps {
  pressed: boolean;
  onPress: () => void;
  count: number;
  label: string;
  icon?: React.ReactNode;
}

function CountButton({ pressed, onPress, count, label, icon }: CountButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className={classNames(
        'inline-flex min-h-10 items-center gap-2 rounded-full border px-3.5 text-sm transition-colors',
        pressed
          ? 'border-accent bg-accent-wash text-ink'
          : 'border-line bg-surface text-ink-soft hover:border-line-strong',
      )}
    >
      {icon}
      {label}
      <span className="live-value font-semibold text-ink">{count.toLocaleString('en-GB')}</span>
    </button>
  );
}
