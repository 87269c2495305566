// The body of a device's page: charts on the left, what is known and what happened on the right.
import { useStore } from 'zustand';
import type { DeviceEvent } from '../../domain/timeline/device-event';
import { inWords } from '../cloud/cloud-error';
import { linkStore } from '../cloud/link';
import { sessionStore } from '../cloud/session';
import { DeviceFacts } from '../features/devices/device-facts';
import { RegisterForm } from '../features/devices/register-form';
import { DeviceMute } from '../features/discord/device-mute';
import { DevicesBehind } from '../features/fleet/devices-behind';
import { fleet } from '../features/fleet/fleet';
import { NO_FILTER } from '../features/fleet/fleet-filter';
import { type FleetThing, gatewayOfThing, oldAfterMs } from '../features/fleet/fleet-thing';
import { fleetPath, USUAL_VIEW } from '../features/fleet/fleet-view';
import { locate } from '../features/fleet/located-things';
import { shownMetrics, writeValue } from '../features/fleet/shown-metrics';
import { ThingHeader } from '../features/fleet/thing-header';
import { useChildrenOf } from '../features/fleet/use-fleet';
import { ForgottenNote } from '../features/telemetry/forgotten-note';
import { groupMetrics } from '../features/telemetry/group-metrics';
import { MetricPanel } from '../features/telemetry/metric-panel';
import { StatePanel } from '../features/telemetry/state-panel';
import { TimeToolbar } from '../features/telemetry/time-toolbar';
import { useReadings } from '../features/telemetry/use-readings';
import { useTimeView } from '../features/telemetry/use-time-view';
import { EventList } from '../features/timeline/event-list';
import { PresenceBand } from '../features/timeline/presence-band';
import { useDeviceEvents } from '../features/timeline/use-device-events';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { TimeKeysHint } from '../ui/time-cursor';

/** Everything about one thing. */
export function DeviceView({ thing }: { thing: FleetThing }) {
  const { thingName, device } = thing;
  const synced = useStore(fleet.status, (status) => status.synced);
  const children = useChildrenOf(thingName);
  const timeline = useDeviceEvents(thingName, { onEvent: fleet.onEvent, gap: synced });
  const mapPath = locate(thing)
    ? fleetPath({ ...USUAL_VIEW, layout: 'map', filter: { ...NO_FILTER, text: thingName } })
    : null;
  return (
    <>
      <ThingHeader thing={thing} />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Readings thing={thing} events={timeline.events ?? []} isGateway={children.length > 0} />
        <aside className="flex flex-col gap-5">
          {!device && <Registration thingName={thingName} />}
          {children.length > 0 && (
            <Card title="Devices behind this gateway">
              <DevicesBehind gateway={thingName} names={children} />
            </Card>
          )}
          <Card title="Recent events">
            <EventList {...timeline} />
          </Card>
          {device && (
            <Card title="About this device">
              <DeviceFacts device={device} mapPath={mapPath} />
            </Card>
          )}
          {gatewayOfThing(thing) === null && <Notifications thingName={thingName} />}
        </aside>
      </div>
    </>
  );
}

interface ReadingsProps {
  thing: FleetThing;
  events: readonly DeviceEvent[];
  /** Whether other devices report through it. */
  isGateway: boolean;
}

function Readings({ thing, events, isGateway }: ReadingsProps) {
  const { thingName, device, latest } = thing;
  const time = useTimeView();
  const readings = useReadings(thingName, time.view);
  const { failure, overfull } = useStore(readings.status);
  const metrics = latest ? shownMetrics(latest, device?.capabilities, false) : [];
  const shared = {
    ...{ thingName, readings, time, write: writeValue },
    expectedIntervalMs: device?.expectedIntervalMs ?? null,
    oldAfterMs: oldAfterMs(device),
  };

  return (
    <section aria-label="Readings" className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-lg font-semibold">Readings</h2>
        <TimeToolbar time={time} />
      </div>
      {time.problem && <Notice tone="bad">The address asks for no range that can be shown. {time.problem}</Notice>}
      {failure !== null && (
        <Notice tone="bad" action={<Button onClick={() => void readings.refetch()}>Try again</Button>}>
          The readings could not be fetched. {inWords(failure)}
        </Notice>
      )}
      {overfull && (
        <Notice tone="info">There are more readings in this range than can be shown: choose a shorter one.</Notice>
      )}
      <ForgottenNote readings={readings} view={time.view} />
      {metrics.length === 0 && (
        <p className="rounded-lg border border-line bg-surface p-6 text-ink-soft">
          {isGateway ? 'No reading of its own; the devices behind it have theirs.' : 'No reading yet.'} It appears here
          as soon as the device publishes to <code className="font-mono text-ink">{thingName}/telemetry</code>.
        </p>
      )}
      {metrics.length > 0 && <PresenceBand events={events} view={time.view} />}
      <div className="grid gap-4 lg:grid-cols-2 lg:*:last:odd:col-span-2">
        {groupMetrics(metrics).map((group) =>
          group.kind === 'numbers' ? (
            <MetricPanel key={group.key} group={group} {...shared} />
          ) : (
            group.metrics.map((metric) => <StatePanel key={metric.name} metric={metric} {...shared} />)
          ),
        )}
      </div>
      {metrics.some(({ metric }) => typeof metric.value === 'number') && <TimeKeysHint />}
    </section>
  );
}

/** Only who may register devices sees the form. */
function Registration({ thingName }: { thingName: string }) {
  const role = useStore(sessionStore, (session) => (session.kind === 'signedIn' ? session.role : null));
  const lost = useStore(linkStore, ({ link }) => link.kind === 'lost');
  if (role !== 'admin' && role !== 'operator') return null;
  return (
    <Card title="Register this device">
      <RegisterForm thingName={thingName} onRegistered={fleet.store.putDevice} disabled={lost} />
    </Card>
  );
}

/** Only admins decide what the channel is told. */
function Notifications({ thingName }: { thingName: string }) {
  const isAdmin = useStore(sessionStore, (session) => session.kind === 'signedIn' && session.role === 'admin');
  const lost = useStore(linkStore, ({ link }) => link.kind === 'lost');
  if (!isAdmin) return null;
  return (
    <Card title="Discord">
      <DeviceMute thingName={thingName} disabled={lost} />
    </Card>
  );
}

function Card({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4">
      <h2 className="text-base font-semibold">{title}</h2>
      {children}
    </section>
  );
}
