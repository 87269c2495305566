// Everything that decides which devices are shown, in which order and how.
import { SlidersHorizontal } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '../../../ui/button';
import { Segmented } from '../../../ui/segmented';
import type { FleetFilter } from '../fleet-filter';
import type { FleetLayout, FleetView } from '../fleet-view';
import { SearchBox } from '../search-box';
import { ActiveFilters } from './active-filters';
import { FilterPanel } from './filter-panel';
import { OrderControl } from './order-control';

const LAYOUTS: readonly { value: FleetLayout; label: string }[] = [
  { value: 'list', label: 'List' },
  { value: 'grid', label: 'Grid' },
  { value: 'map', label: 'Map' },
];

interface FleetToolbarProps {
  view: FleetView;
  /** How many devices pass the filter, and how many there are. */
  count: number;
  total: number;
  onChange: (view: FleetView) => void;
}

/** Search, filters, order and layout. */
export function FleetToolbar({ view, count, total, onChange }: FleetToolbarProps) {
  const { layout, filter, order } = view;
  const [open, setOpen] = useState(false);
  const panel = useId();
  const setFilter = (next: FleetFilter) => onChange({ ...view, filter: next });
  const { text: _text, presence: _presence, ...inPanel } = filter;
  const used = Object.values(inPanel).filter((wanted) => wanted !== null).length;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2.5">
        <SearchBox text={filter.text} onChange={(text) => setFilter({ ...filter, text })} />
        <Button aria-expanded={open} aria-controls={panel} onClick={() => setOpen(!open)} className="min-h-10 shrink-0">
          <SlidersHorizontal aria-hidden className="size-4" />
          Filters
          {used > 0 && <span className="rounded-full bg-accent-wash px-1.5 text-accent">{used}</span>}
        </Button>
        {layout !== 'map' && (
          <div className="w-full max-md:order-1 md:w-auto">
            <OrderControl order={order} onChange={(next) => onChange({ ...view, order: next })} />
          </div>
        )}
        <div className="ml-auto">
          <Segmented
            label="Show as"
            hideLabel
            value={layout}
            choices={LAYOUTS}
            onChange={(next) => onChange({ ...view, layout: next })}
          />
        </div>
      </div>
      {open && <FilterPanel id={panel} filter={filter} onChange={setFilter} />}
      <ActiveFilters filter={filter} count={count} total={total} onChange={setFilter} />
    </div>
  );
}
