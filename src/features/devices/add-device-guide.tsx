// How to connect a device of one's own.
import { RadioTower } from 'lucide-react';
import { CodeLine } from '../../ui/code-line';

const PAYLOAD = '{"temperature": 21.5, "humidity": 48}';

/** Shown instead of an empty list. The list takes its place with the first reading. */
export function AddDeviceGuide() {
  return (
    <section className="mx-auto flex max-w-2xl flex-col gap-8 py-8">
      <div className="flex flex-col items-center gap-4 text-center">
        <span className="grid size-14 place-items-center rounded-full bg-accent-wash text-accent">
          <RadioTower aria-hidden className="size-7" strokeWidth={1.75} />
        </span>
        <h2 className="text-xl font-semibold">Add your first device</h2>
        <p className="max-w-lg text-ink-soft">
          Nothing reports yet. Anything that speaks MQTT with a certificate can: an ESP32, a gateway, this computer. The
          first reading turns this page into your fleet.
        </p>
      </div>
      <ol className="flex flex-col gap-6">
        <Step number={1} title="Make the device and its certificate">
          <CodeLine code="npm run device:add -- my-sensor" what="the command that adds a device" />
          <p>
            It writes the key, the certificate and the broker’s CA to <code>.data/devices/my-sensor/</code> and prints a
            ready <code>mosquitto_pub</code> line.
          </p>
        </Step>
        <Step number={2} title="Publish a reading">
          <CodeLine
            code={`npm run device:publish -- my-sensor '${PAYLOAD}'`}
            what="the command that publishes a reading"
          />
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
            <dt>Topic</dt>
            <dd>
              <code>my-sensor/telemetry</code>, the thing’s own name and nothing else
            </dd>
            <dt>Payload</dt>
            <dd>
              JSON with numbers, texts or flags: <code>{PAYLOAD}</code>
            </dd>
            <dt>QoS</dt>
            <dd>1: the broker’s answer means that the reading is kept</dd>
            <dt>Policy</dt>
            <dd>one for all devices: each may connect as itself and publish on its own topics</dd>
          </dl>
        </Step>
        <Step number={3} title="The same on AWS">
          <p>
            Create a thing and its certificate in AWS IoT Core and attach the device policy that this stack deployed;
            the client id must be the thing’s name. Publish to your account’s IoT endpoint on port 8883 with the same
            topic, payload and QoS.
          </p>
        </Step>
      </ol>
    </section>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: React.ReactNode }) {
  return (
    <li className="flex gap-4">
      <span className="mt-0.5 grid size-7 shrink-0 place-items-center rounded-full bg-raised text-sm font-semibold">
        {number}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-3 text-sm text-ink-soft [&_code]:font-mono [&_code]:text-ink [&_dt]:font-medium [&_dt]:text-ink">
        <h3 className="text-base font-semibold text-ink">{title}</h3>
        {children}
      </div>
    </li>
  );
}
