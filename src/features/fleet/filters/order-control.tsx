// By what the devices are ordered, and from which end.
import { ArrowDownNarrowWide, ArrowDownWideNarrow } from 'lucide-react';
import { useState } from 'react';
import { SelectField } from '../../../ui/select-field';
import { type FleetOrder, isDescendingAtFirst, type OrderBy } from '../fleet-order';
import { readOrderBy, writeOrderBy } from '../fleet-view';
import { useFleetFacets } from '../use-fleet';

interface OrderControlProps {
  order: FleetOrder;
  onChange: (order: FleetOrder) => void;
}

const PLAIN: { by: Exclude<OrderBy['kind'], 'metric'>; label: string }[] = [
  { by: 'name', label: 'Name' },
  { by: 'presence', label: 'Presence' },
  { by: 'heard', label: 'Last heard' },
  { by: 'battery', label: 'Battery' },
  { by: 'signal', label: 'Signal' },
];

/** What stands first, for both directions. */
const FIRST: Record<OrderBy['kind'], readonly [ascending: string, descending: string]> = {
  name: ['A to Z', 'Z to A'],
  presence: ['problems first', 'online first'],
  heard: ['longest silent first', 'latest first'],
  battery: ['lowest first', 'fullest first'],
  signal: ['weakest first', 'strongest first'],
  metric: ['lowest first', 'highest first'],
};

/** A menu of what to sort by and a button that turns the order around. */
export function OrderControl({ order, onChange }: OrderControlProps) {
  const [opened, setOpened] = useState(0);
  const { metrics } = useFleetFacets(opened);
  const { by, descending } = order;
  const first = FIRST[by.kind][descending ? 1 : 0];
  const Icon = descending ? ArrowDownWideNarrow : ArrowDownNarrowWide;
  return (
    <div className="flex min-w-0 flex-1 items-center gap-1.5">
      <SelectField
        label="Sort by"
        hideLabel
        className="min-w-0 flex-1 md:w-40 md:flex-none"
        value={writeOrderBy(by)}
        onFocus={() => setOpened(opened + 1)}
        onChange={({ target }) => {
          const chosen = readOrderBy(target.value);
          onChange({ by: chosen, descending: isDescendingAtFirst(chosen) });
        }}
      >
        {PLAIN.map(({ by: kind, label }) => (
          <option key={kind} value={kind}>
            {label}
          </option>
        ))}
        <optgroup label="Metric">
          {by.kind === 'metric' && !metrics.some(({ name }) => name === by.name) && (
            <option value={writeOrderBy(by)}>{by.name}</option>
          )}
          {metrics.map(({ name, label }) => (
            <option key={name} value={writeOrderBy({ kind: 'metric', name })}>
              {label}
            </option>
          ))}
        </optgroup>
      </SelectField>
      <button
        type="button"
        aria-label={`Order: ${first}. Turn around`}
        title={first}
        onClick={() => onChange({ by, descending: !descending })}
        className="grid size-10 shrink-0 place-items-center rounded-md border border-line-strong bg-surface text-ink-soft hover:text-ink"
      >
        <Icon aria-hidden className="size-4" />
      </button>
    </div>
  );
}
