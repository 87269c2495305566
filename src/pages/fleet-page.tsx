// The fleet: is anything wrong, what is there, and what does it measure.
import { SearchX } from 'lucide-react';
import { lazy, Suspense, useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useStore } from 'zustand';
import { inWords } from '../cloud/cloud-error';
import { linkStore } from '../cloud/link';
import { sessionStore } from '../cloud/session';
import { AddDeviceGuide } from '../features/devices/add-device-guide';
import { RemoveSimulated } from '../features/devices/remove-simulated';
import { AsOf } from '../features/fleet/as-of';
import { AttentionPanel } from '../features/fleet/attention/attention-panel';
import { FleetToolbar } from '../features/fleet/filters/fleet-toolbar';
import { fleet } from '../features/fleet/fleet';
import { isFiltering } from '../features/fleet/fleet-filter';
import { FleetSkeleton } from '../features/fleet/fleet-skeleton';
import {
  type FleetView,
  leadingMetric,
  readFleetView,
  withoutFilter,
  writeFleetView,
} from '../features/fleet/fleet-view';
import { PresenceCounts } from '../features/fleet/presence-counts';
import { ThingLine } from '../features/fleet/thing-line';
import { ThingList } from '../features/fleet/thing-list';
import { useFleetCounts, useFleetNames, useFleetStatus, useLocatedThings } from '../features/fleet/use-fleet';
import { Button } from '../ui/button';
import { MessagePage } from '../ui/message-page';
import { Notice } from '../ui/notice';
import { usePageTitle } from '../ui/use-page-title';

// What not everybody looks at is loaded when somebody does.
const FleetGrid = lazy(() => import('../features/fleet/grid/fleet-grid'));
const FleetMap = lazy(() => import('../features/map/fleet-map'));

/** `/`, with layout, filters and order in the address (features/fleet/fleet-view.ts). */
export default function FleetPage() {
  usePageTitle('Fleet');
  const { total } = useFleetCounts();
  const { complete, failure } = useFleetStatus();

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-xl font-semibold">Fleet</h1>
        <AsOf />
        <div className="ml-auto">
          <RemoveSimulatedForAdmins />
        </div>
      </div>
      {failure !== null && <FetchFailed failure={failure} />}
      {total > 0 && <FleetWithThings />}
      {total === 0 && complete && <AddDeviceGuide />}
      {total === 0 && !complete && failure === null && <FleetSkeleton />}
    </div>
  );
}

function FleetWithThings() {
  const [view, setView] = useFleetView();
  const { filter } = view;
  const names = useFleetNames(view);
  const { total } = useFleetCounts();
  const { complete } = useFleetStatus();
  const filtering = isFiltering(filter);

  return (
    <>
      <AttentionPanel />
      <PresenceCounts
        chosen={filter.presence}
        onChoose={(presence) => setView({ ...view, filter: { ...filter, presence } })}
      />
      <FleetToolbar view={view} count={names.length} total={total} onChange={setView} />
      <p role="status" className="sr-only">
        {filtering ? `${names.length} devices match` : ''}
      </p>
      {names.length > 0 && view.layout === 'map' && (
        <Suspense fallback={<MapSkeleton />}>
          <MapOf names={names} lead={leadingMetric(view)} />
        </Suspense>
      )}
      {names.length > 0 && view.layout === 'list' && <ThingList names={names} lead={leadingMetric(view)} />}
      {names.length > 0 && view.layout === 'grid' && (
        <Suspense fallback={<FleetSkeleton />}>
          <FleetGrid names={names} lead={leadingMetric(view)} />
        </Suspense>
      )}
      {/* Without a filter everything matches: the list is only a moment behind the counts. */}
      {names.length === 0 && !(complete && filtering) && <FleetSkeleton />}
      {names.length === 0 && complete && filtering && (
        <MessagePage
          icon={SearchX}
          title="No device matches"
          level={2}
          actions={<Button onClick={() => setView(withoutFilter(view))}>Show all devices</Button>}
        >
          <p>The search looks at names, thing names, sites and tags.</p>
        </MessagePage>
      )}
    </>
  );
}

function MapOf({ names, lead }: { names: readonly string[]; lead: string | null }) {
  const located = useLocatedThings(names);
  return (
    <FleetMap
      points={located}
      unlocated={names.length - located.length}
      renderDevice={(thingName) => <ThingLine thingName={thingName} lead={lead} />}
    />
  );
}

function MapSkeleton() {
  return (
    <div role="status" aria-label="Loading the map">
      <div className="skeleton h-[26rem] lg:h-[34rem]" />
    </div>
  );
}

/** The view in the address. Its parts stay the same objects while the address says the same of them. */
function useFleetView(): [FleetView, (view: FleetView) => void] {
  const [search, setSearch] = useSearchParams();
  const address = search.toString();
  const view = useMemo(() => readFleetView(new URLSearchParams(address)), [address]);
  const setView = useCallback(
    (next: FleetView) => setSearch(writeFleetView(next), { replace: true, preventScrollReset: true }),
    [setSearch],
  );
  return [view, setView];
}

function FetchFailed({ failure }: { failure: unknown }) {
  return (
    <Notice tone="bad" action={<Button onClick={() => void fleet.refetch()}>Try again</Button>}>
      The fleet could not be fetched. {inWords(failure)}
    </Notice>
  );
}

function RemoveSimulatedForAdmins() {
  const { simulated } = useFleetCounts();
  const { synced } = useFleetStatus();
  const lost = useStore(linkStore, ({ link }) => link.kind === 'lost');
  const isAdmin = useStore(sessionStore, (session) => session.kind === 'signedIn' && session.role === 'admin');
  if (!isAdmin || simulated === 0) return null;
  return (
    <RemoveSimulated
      count={simulated}
      disabled={lost || !synced}
      thingNames={() => fleet.store.names().filter((name) => fleet.store.get(name)?.device?.simulated)}
      onRemoved={fleet.forget}
    />
  );
}
