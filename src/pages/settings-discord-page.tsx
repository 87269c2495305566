// The channel in Discord: whether it works, what it is told, and what it was told. For admins.
import { ShieldAlert } from 'lucide-react';
import { useStore } from 'zustand';
import { inWords } from '../cloud/cloud-error';
import { linkStore } from '../cloud/link';
import { sessionStore } from '../cloud/session';
import { DeliveryLog } from '../features/discord/delivery-log';
import { MuteList } from '../features/discord/mute-list';
import { TellingForm } from '../features/discord/telling-form';
import { useChannel } from '../features/discord/use-channel';
import { WebhookCard } from '../features/discord/webhook-card';
import { devicePath } from '../features/fleet/device-path';
import { findThings } from '../features/fleet/find-things';
import { fleet } from '../features/fleet/fleet';
import type { FleetThing } from '../features/fleet/fleet-thing';
import { useFleetFacets } from '../features/fleet/use-fleet';
import { Button } from '../ui/button';
import { MessagePage } from '../ui/message-page';
import { Notice } from '../ui/notice';
import { usePageTitle } from '../ui/use-page-title';

/** `/settings/discord`. */
export default function SettingsDiscordPage() {
  usePageTitle('Discord');
  const isAdmin = useStore(sessionStore, (session) => session.kind === 'signedIn' && session.role === 'admin');
  if (isAdmin) return <Channel />;
  return (
    <MessagePage icon={ShieldAlert} title="Only admins set up Discord">
      <p>Ask an admin to change what the channel is told.</p>
    </MessagePage>
  );
}

const MOST_FOUND = 30;
const knownDevice = ({ thingName, device }: FleetThing) => ({
  thingName,
  name: device?.name ?? null,
  site: device?.site ?? null,
});

function Channel() {
  const { channel, deliveries, failure, replace, refetch } = useChannel();
  const lost = useStore(linkStore, ({ link }) => link.kind === 'lost');
  const { sites } = useFleetFacets(null);
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-6">
      <div className="flex flex-col gap-2">
        <h1 className="text-xl font-semibold">Discord</h1>
        <p className="max-w-2xl text-sm text-ink-soft">
          The channel is told when devices go away and when they are back. What mends itself within seconds is not told,
          and many at once are one message.
        </p>
      </div>
      {failure !== null && (
        <Notice tone="bad" action={<Button onClick={refetch}>Try again</Button>}>
          The channel could not be fetched. {inWords(failure)}
        </Notice>
      )}
      {channel === null && failure === null && (
        <div role="status" aria-label="Loading the channel" className="skeleton h-48" />
      )}
      {channel && (
        <>
          <WebhookCard channel={channel} disabled={lost} onChanged={replace} onSent={refetch} />
          <TellingForm channel={channel} sites={sites} disabled={lost} onChanged={replace} />
          <MuteList
            channel={channel}
            find={(words) => findThings(fleet.store, words, MOST_FOUND).map(knownDevice)}
            known={(thingName) => {
              const thing = fleet.store.get(thingName);
              return thing && knownDevice(thing);
            }}
            pathOf={devicePath}
            disabled={lost}
            onChanged={replace}
          />
          <DeliveryLog deliveries={deliveries ?? []} />
        </>
      )}
    </div>
  );
}
