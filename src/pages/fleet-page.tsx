// The fleet: what is there, what it measures, and what is missing.
import { SearchX } from 'lucide-react';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useStore } from 'zustand';
import type { Presence } from '../../domain/presence/device-presence';
import { inWords } from '../cloud/cloud-error';
import { linkStore } from '../cloud/link';
import { sessionStore } from '../cloud/session';
import { AddDeviceGuide } from '../features/devices/add-device-guide';
import { RemoveSimulated } from '../features/devices/remove-simulated';
import { AsOf } from '../features/fleet/as-of';
import { fleet } from '../features/fleet/fleet';
import { FleetSkeleton } from '../features/fleet/fleet-skeleton';
import { PresenceCounts } from '../features/fleet/presence-counts';
import { SearchBox } from '../features/fleet/search-box';
import { ThingList } from '../features/fleet/thing-list';
import { useFleetCounts, useFleetNames, useFleetStatus } from '../features/fleet/use-fleet';
import { Button } from '../ui/button';
import { MessagePage } from '../ui/message-page';
import { Notice } from '../ui/notice';
import { usePageTitle } from '../ui/use-page-title';

const PRESENCES: readonly Presence[] = ['online', 'offline', 'stale', 'unknown'];

/** `/?q=text&presence=offline`: the filters live in the URL, so that a view can be shared. */
export default function FleetPage() {
  usePageTitle('Fleet');
  const [search, setSearch] = useSearchParams();
  const text = search.get('q') ?? '';
  const presence = PRESENCES.find((known) => known === search.get('presence')) ?? null;
  const names = useFleetNames({ text, presence });
  const { total } = useFleetCounts();
  const { complete, failure } = useFleetStatus();
  const isSearched = complete && (text !== '' || presence !== null);

  const choose = useCallback(
    (name: 'q' | 'presence', value: string | null) =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          if (value) after.set(name, value);
          else after.delete(name);
          return after;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setSearch],
  );

  if (total === 0) return <FleetWithoutThings complete={complete} failure={failure} />;

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <h1 className="text-xl font-semibold">Fleet</h1>
        <AsOf />
        <div className="ml-auto w-full md:w-auto">
          <SearchBox text={text} onChange={(value) => choose('q', value)} />
        </div>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <PresenceCounts chosen={presence} onChoose={(chosen) => choose('presence', chosen)} />
        <RemoveSimulatedForAdmins />
      </div>
      {failure !== null && <FetchFailed failure={failure} />}
      <p role="status" className="sr-only">
        {text || presence ? `${names.length} devices match` : ''}
      </p>
      {names.length > 0 && (
        <div className="rounded-lg lg:border lg:border-line lg:bg-surface lg:[&_li:last-child>div]:border-b-0">
          <ThingList names={names} />
        </div>
      )}
      {/* Without a filter everything matches: the list is only a moment behind the counts. */}
      {names.length === 0 && !isSearched && <FleetSkeleton />}
      {names.length === 0 && isSearched && (
        <MessagePage
          icon={SearchX}
          title="No device matches"
          level={2}
          actions={<Button onClick={() => setSearch({}, { replace: true })}>Show all devices</Button>}
        >
          <p>The search looks at names, thing names, sites and tags.</p>
        </MessagePage>
      )}
    </div>
  );
}

function FleetWithoutThings({ complete, failure }: { complete: boolean; failure: unknown }) {
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-xl font-semibold">Fleet</h1>
      {failure !== null && <FetchFailed failure={failure} />}
      {complete ? <AddDeviceGuide /> : failure === null && <FleetSkeleton />}
    </div>
  );
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
  const lost = useStore(linkStore, ({ link }) => link.kind === 'lost');
  const isAdmin = useStore(sessionStore, (session) => session.kind === 'signedIn' && session.role === 'admin');
  if (!isAdmin || simulated === 0) return null;
  return (
    <RemoveSimulated
      count={simulated}
      disabled={lost}
      thingNames={() => fleet.store.names().filter((name) => fleet.store.get(name)?.device?.simulated)}
      onRemoved={fleet.forget}
    />
  );
}
