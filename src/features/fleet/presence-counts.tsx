// How many devices are in each state, and were over the last day; each count is also a filter.
import type { Presence } from '../../../domain/presence/device-presence';
import { COUNTED_EVERY_MS } from '../../../domain/presence/presence-count';
import { fetchPresenceCounts } from '../../cloud/presence-counts';
import { classNames } from '../../ui/class-names';
import { Sparkline } from '../../ui/sparkline';
import { useRefetched } from '../../ui/use-refetched';
import { PRESENCE_LOOKS } from './presence-badge';
import { useFleetCounts } from './use-fleet';

const ORDER: readonly Presence[] = ['offline', 'stale', 'online', 'unknown'];

const fetchDay = () => fetchPresenceCounts(Date.now());

interface PresenceCountsProps {
  chosen: Presence | null;
  onChoose: (presence: Presence | null) => void;
}

/** Counts by presence as buttons: pressing one shows only those, pressing it again shows all. */
export function PresenceCounts({ chosen, onChoose }: PresenceCountsProps) {
  const counts = useFleetCounts();
  // The counts of now, which the page is about, do not depend on it: a failure leaves the lines out.
  const history = useRefetched(fetchDay, COUNTED_EVERY_MS).value ?? [];
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
            day={history.map((count) => count[presence])}
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
  /** The count over the last 24 hours, the oldest first. */
  day?: readonly number[];
}

function CountButton({ pressed, onPress, count, label, icon, day = [] }: CountButtonProps) {
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
      {day.length > 1 && (
        <span className="contents" title="Over the last 24 hours">
          <Sparkline values={day} old={false} className="h-4 max-w-16 max-sm:hidden" />
          <span className="sr-only">
            , in the last 24 hours {Math.min(...day)} to {Math.max(...day)}
          </span>
        </span>
      )}
    </button>
  );
}
