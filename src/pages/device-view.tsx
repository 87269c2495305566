// The body of a device's page: charts on the left, what is known and what happened on the right.
import { useSearchParams } from 'react-router-dom';
import { useStore } from 'zustand';
import { inWords } from '../cloud/cloud-error';
import { linkStore } from '../cloud/link';
import { sessionStore } from '../cloud/session';
import { DeviceFacts } from '../features/devices/device-facts';
import { RegisterForm } from '../features/devices/register-form';
import { fleet } from '../features/fleet/fleet';
import { type FleetThing, oldAfterMs } from '../features/fleet/fleet-thing';
import { shownMetrics, writeValue } from '../features/fleet/shown-metrics';
import { ThingHeader } from '../features/fleet/thing-header';
import { MetricPanel } from '../features/telemetry/metric-panel';
import { readWindow, WINDOWS } from '../features/telemetry/reading-windows';
import { StatePanel } from '../features/telemetry/state-panel';
import { useReadings } from '../features/telemetry/use-readings';
import { EventList } from '../features/timeline/event-list';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { Segmented } from '../ui/segmented';

/** Everything about one thing. */
export function DeviceView({ thing }: { thing: FleetThing }) {
  const { thingName, device } = thing;
  const synced = useStore(fleet.status, (status) => status.synced);
  return (
    <>
      <ThingHeader thing={thing} />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Readings thing={thing} />
        <aside className="flex flex-col gap-5">
          {!device && <Registration thingName={thingName} />}
          <Card title="Recent events">
            <EventList thingName={thingName} onEvent={fleet.onEvent} gap={synced} />
          </Card>
          {device && (
            <Card title="About this device">
              <DeviceFacts device={device} />
            </Card>
          )}
        </aside>
      </div>
    </>
  );
}

function Readings({ thing }: { thing: FleetThing }) {
  const { thingName, device, latest } = thing;
  const [search, setSearch] = useSearchParams();
  const window = readWindow(search.get('window'));
  const readings = useReadings(thingName, window.ms);
  const failure = useStore(readings.status, (status) => status.failure);
  const expectedIntervalMs = device?.expectedIntervalMs ?? null;
  const metrics = latest ? shownMetrics(latest, device?.capabilities, false) : [];

  return (
    <section aria-label="Readings" className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-lg font-semibold">Readings</h2>
        <Segmented
          label="Stretch of time"
          hideLabel
          value={window.value}
          choices={WINDOWS}
          onChange={(value) => setSearch({ window: value }, { replace: true, preventScrollReset: true })}
        />
      </div>
      {failure !== null && (
        <Notice tone="bad" action={<Button onClick={() => void readings.refetch()}>Try again</Button>}>
          The readings could not be fetched. {inWords(failure)}
        </Notice>
      )}
      {metrics.length === 0 && (
        <p className="rounded-lg border border-line bg-surface p-6 text-ink-soft">
          No reading yet. It appears here as soon as the device publishes to{' '}
          <code className="font-mono text-ink">{thingName}/telemetry</code>.
        </p>
      )}
      <div className="grid gap-4 lg:grid-cols-2">
        {metrics.map(({ name, label, unit, metric }) => {
          const shared = { readings, metric: name, label, unit, latest: metric, write: writeValue, window };
          return typeof metric.value === 'number' ? (
            <MetricPanel
              key={name}
              {...shared}
              expectedIntervalMs={expectedIntervalMs}
              oldAfterMs={oldAfterMs(device)}
            />
          ) : (
            <StatePanel key={name} {...shared} oldAfterMs={oldAfterMs(device)} />
          );
        })}
      </div>
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

function Card({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4">
      <h2 className="text-base font-semibold">{title}</h2>
      {children}
    </section>
  );
}
