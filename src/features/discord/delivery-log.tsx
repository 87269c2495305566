// What the channel was told, and what it could not be told.
import type { Delivery, DeliveryState } from '../../../domain/discord/delivery';
import { Badge, type Tone } from '../../ui/badge';
import { Moment } from '../../ui/moment';
import { EmbedView } from './embed-view';

const STATES: Record<DeliveryState, { words: string; tone: Tone }> = {
  sending: { words: 'being sent', tone: 'neutral' },
  waiting: { words: 'waits, will be tried again', tone: 'warn' },
  delivered: { words: 'delivered', tone: 'good' },
  failed: { words: 'failed', tone: 'bad' },
  overtaken: { words: 'no longer true, not sent', tone: 'neutral' },
  unconfirmed: { words: 'probably delivered', tone: 'warn' },
};

/** The last deliveries, the newest first, each as Discord shows it. */
export function DeliveryLog({ deliveries }: { deliveries: readonly Delivery[] }) {
  return (
    <section aria-labelledby="deliveries" className="flex flex-col gap-3">
      <h2 id="deliveries" className="text-lg font-semibold">
        Delivery log
      </h2>
      {deliveries.length === 0 ? (
        <p className="rounded-lg border border-line bg-surface px-4 py-3.5 text-sm text-ink-soft">
          Nothing was sent yet. What is sent stays here for 30 days.
        </p>
      ) : (
        <ol aria-labelledby="deliveries" className="flex flex-col gap-3">
          {deliveries.map((delivery) => (
            <li key={delivery.deliveryId} className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
                <Badge tone={STATES[delivery.state].tone}>{STATES[delivery.state].words}</Badge>
                {delivery.kind === 'test' && <Badge>test</Badge>}
                <Moment atMs={delivery.at} shape="full" />
                <span className="text-ink-soft tabular-nums">
                  {delivery.attempts === 1 ? 'one attempt' : `${delivery.attempts} attempts`}
                </span>
              </div>
              {delivery.reason !== null && <p className="text-sm text-ink-soft">{delivery.reason}</p>}
              <EmbedView body={delivery.body} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
