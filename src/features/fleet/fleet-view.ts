// What the overview shows, as its address says it: a view can be sent to somebody else as a link.
import type { Presence } from '../../../domain/presence/device-presence';
import { isMetricName } from '../../../domain/telemetry/parse-metrics';
import { type FleetFilter, type MetricBounds, NO_FILTER } from './fleet-filter';
import { type FleetOrder, isDescendingAtFirst, type OrderBy } from './fleet-order';

export type FleetLayout = 'list' | 'grid' | 'map';

/** Everything that the address holds. */
export interface FleetView {
  layout: FleetLayout;
  filter: FleetFilter;
  order: FleetOrder;
}

const LAYOUTS: readonly FleetLayout[] = ['list', 'grid', 'map'];
const PRESENCES: readonly Presence[] = ['online', 'offline', 'stale', 'unknown'];
const PLAIN_ORDERS = ['name', 'presence', 'heard', 'battery', 'signal'] as const;
const METRIC = 'metric:';

/**
 * Reads a view from an address: `view`, `q`, `presence`, `type`, `site`, `tag`, `metric` with `above` and `below`, `sort`
 * (`metric:<name>` for a metric) and `order`. What cannot be understood counts as not said. Never throws.
 */
export function readFleetView(search: URLSearchParams): FleetView {
  const by = readOrderBy(search.get('sort'));
  const order = search.get('order');
  return {
    layout: LAYOUTS.find((known) => known === search.get('view')) ?? 'list',
    filter: {
      text: search.get('q') ?? '',
      presence: PRESENCES.find((known) => known === search.get('presence')) ?? null,
      type: search.get('type') || null,
      site: search.get('site') || null,
      tag: search.get('tag') || null,
      metric: readBounds(search),
    },
    order: { by, descending: order === 'desc' || (order !== 'asc' && isDescendingAtFirst(by)) },
  };
}

/** Writes a view as an address that `readFleetView` reads back; what is as usual is left out. */
export function writeFleetView({ layout, filter, order }: FleetView): URLSearchParams {
  const search = new URLSearchParams();
  const put = (name: string, value: string | null) => {
    if (value !== null && value !== '') search.set(name, value);
  };
  put('view', layout === 'list' ? null : layout);
  put('q', filter.text);
  put('presence', filter.presence);
  put('type', filter.type);
  put('site', filter.site);
  put('tag', filter.tag);
  if (filter.metric) {
    const { name, above, below } = filter.metric;
    put('metric', name);
    put('above', above === null ? null : String(above));
    put('below', below === null ? null : String(below));
  }
  put('sort', writeOrderBy(order.by) === 'name' ? null : writeOrderBy(order.by));
  put('order', order.descending === isDescendingAtFirst(order.by) ? null : order.descending ? 'desc' : 'asc');
  return search;
}

/** What the fleet's page shows when nobody asked for anything. */
export const USUAL_VIEW = readFleetView(new URLSearchParams());

/** Returns the address of the fleet's page in a view. */
export function fleetPath(view: FleetView): string {
  return `/?${writeFleetView(view)}`;
}

/** Returns the view without its filter; layout and order stay. */
export function withoutFilter(view: FleetView): FleetView {
  return { ...view, filter: NO_FILTER };
}

/** Returns the metric that a view is about, because it filters or sorts by it; null when it is about none. */
export function leadingMetric({ filter, order }: FleetView): string | null {
  return order.by.kind === 'metric' ? order.by.name : (filter.metric?.name ?? null);
}

/** Reads what `sort` says; an order by name when it says nothing that is known. */
export function readOrderBy(text: string | null): OrderBy {
  if (text?.startsWith(METRIC)) {
    const name = text.slice(METRIC.length);
    if (isMetricName(name)) return { kind: 'metric', name };
  }
  return { kind: PLAIN_ORDERS.find((known) => known === text) ?? 'name' };
}

/** Writes an order as `sort` has it. */
export function writeOrderBy(by: OrderBy): string {
  return by.kind === 'metric' ? METRIC + by.name : by.kind;
}

function readBounds(search: URLSearchParams): MetricBounds | null {
  const name = search.get('metric');
  if (!name || !isMetricName(name)) return null;
  return { name, above: readNumber(search.get('above')), below: readNumber(search.get('below')) };
}

/** Reads a number that a person wrote, with a point or a comma; null when it is none. */
export function readNumber(text: string | null): number | null {
  const written = text?.trim().replace(',', '.') ?? '';
  if (written === '') return null;
  const number = Number(written);
  return Number.isFinite(number) ? number : null;
}
