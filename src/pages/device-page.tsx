// One device: what it measures, whether it is there, and what happened to it.
import { ArrowLeft, SearchX } from 'lucide-react';
import { Link, useLocation } from 'react-router-dom';
import { inWords } from '../cloud/cloud-error';
import { thingNameOfPath } from '../features/fleet/device-path';
import { displayName } from '../features/fleet/fleet-thing';
import { useFetchedThing } from '../features/fleet/use-fetched-thing';
import { useThing } from '../features/fleet/use-fleet';
import { Button } from '../ui/button';
import { MessagePage } from '../ui/message-page';
import { Notice } from '../ui/notice';
import { usePageTitle } from '../ui/use-page-title';
import { DeviceView } from './device-view';
import NotFoundPage from './not-found-page';

/** `/devices/:thingName`, the name URL-encoded; `?window=1h` chooses the stretch of time. */
export default function DevicePage() {
  const { pathname } = useLocation();
  const thingName = thingNameOfPath(pathname);
  return thingName === null ? <NotFoundPage /> : <KnownDevicePage key={thingName} thingName={thingName} />;
}

function KnownDevicePage({ thingName }: { thingName: string }) {
  const thing = useThing(thingName);
  const fetched = useFetchedThing(thingName);
  usePageTitle(thing ? displayName(thing) : thingName);

  return (
    <div className="flex flex-col gap-5">
      <Link
        to="/"
        className="inline-flex items-center gap-1.5 self-start rounded-sm text-sm text-ink-soft hover:text-ink"
      >
        <ArrowLeft aria-hidden className="size-4" />
        Fleet
      </Link>
      {fetched.kind === 'failed' && (
        <Notice tone="bad" action={<Button onClick={() => window.location.reload()}>Reload</Button>}>
          The device could not be fetched. {inWords(fetched.failure)}
        </Notice>
      )}
      {thing && <DeviceView thing={thing} />}
      {!thing && fetched.kind === 'loading' && <DeviceSkeleton />}
      {!thing && fetched.kind === 'done' && (
        <MessagePage icon={SearchX} title="No such device">
          <p>
            Nothing is known of <strong className="font-semibold text-ink">{thingName}</strong>: it is not registered
            and never reported. If it reports now, this page shows it by itself.
          </p>
        </MessagePage>
      )}
    </div>
  );
}

function DeviceSkeleton() {
  return (
    <div role="status" aria-label="Loading the device" className="flex flex-col gap-5">
      <div className="skeleton h-9 w-72" />
      <div className="grid gap-4 xl:grid-cols-2">
        <div className="skeleton h-64" />
        <div className="skeleton h-64" />
      </div>
    </div>
  );
}
