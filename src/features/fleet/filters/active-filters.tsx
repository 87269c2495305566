// Which filters are in force, and the way out of each.
import { X } from 'lucide-react';
import { Button } from '../../../ui/button';
import { type FleetFilter, isFiltering, NO_FILTER } from '../fleet-filter';
import { PRESENCE_LOOKS } from '../presence-badge';
import { useFleetFacets } from '../use-fleet';

interface ActiveFiltersProps {
  filter: FleetFilter;
  /** How many devices pass. */
  count: number;
  total: number;
  onChange: (filter: FleetFilter) => void;
}

/** One button per filter that takes it away, and one that takes them all; nothing while there is none. */
export function ActiveFilters({ filter, count, total, onChange }: ActiveFiltersProps) {
  if (!isFiltering(filter)) return null;
  const { text, presence, type, site, tag, metric } = filter;
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <span className="text-ink-soft">
        <strong className="font-semibold text-ink">{count.toLocaleString('en-GB')}</strong> of{' '}
        {total.toLocaleString('en-GB')} devices
      </span>
      {text.trim() !== '' && <Chip words={`“${text.trim()}”`} onRemove={() => onChange({ ...filter, text: '' })} />}
      {presence && (
        <Chip words={PRESENCE_LOOKS[presence].label} onRemove={() => onChange({ ...filter, presence: null })} />
      )}
      {type && <Chip words={`Type ${type}`} onRemove={() => onChange({ ...filter, type: null })} />}
      {site && <Chip words={`Site ${site}`} onRemove={() => onChange({ ...filter, site: null })} />}
      {tag && <Chip words={`Tag ${tag}`} onRemove={() => onChange({ ...filter, tag: null })} />}
      {metric && <MetricChip metric={metric} onRemove={() => onChange({ ...filter, metric: null })} />}
      <Button look="quiet" onClick={() => onChange(NO_FILTER)}>
        Clear filters
      </Button>
    </div>
  );
}

interface MetricChipProps {
  metric: NonNullable<FleetFilter['metric']>;
  onRemove: () => void;
}

/** Calls the metric what the menus call it. */
function MetricChip({ metric: { name, above, below }, onRemove }: MetricChipProps) {
  const { metrics } = useFleetFacets(name);
  const label = metrics.find((known) => known.name === name)?.label ?? name;
  const bounds = [above !== null && `above ${above}`, below !== null && `below ${below}`].filter(Boolean).join(' and ');
  return <Chip words={bounds === '' ? `Measures ${label}` : `${label} ${bounds}`} onRemove={onRemove} />;
}

function Chip({ words, onRemove }: { words: string; onRemove: () => void }) {
  return (
    <button
      type="button"
      onClick={onRemove}
      aria-label={`Remove the filter ${words}`}
      className="inline-flex min-h-8 max-w-60 items-center gap-1.5 rounded-full border border-accent bg-accent-wash pr-2 pl-3 text-ink hover:border-accent-strong"
    >
      <span className="truncate">{words}</span>
      <X aria-hidden className="size-4 shrink-0" />
    </button>
  );
}
