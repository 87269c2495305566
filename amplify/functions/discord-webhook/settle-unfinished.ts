// A delivery whose outcome nobody recorded: the function was stopped between sending and recording.
import type { Delivery, SenderState } from '../../../domain/discord/delivery';
import type { KnownWebhook } from '../shared/webhook-secret';
import type { NotificationPorts } from './ports';
import { attempt, recordDelivered } from './record-outcome';

const MAY_APPEAR_TWICE =
  'The function was stopped between sending and recording, so this message was sent again and may appear twice.';
const GIVEN_UP =
  'The function was stopped twice between sending and recording. The message has probably appeared; it is not sent again.';

/**
 * Settles the sender's unfinished delivery, if it has one: the same message is sent once more, and no third time. Returns
 * the sender's state afterwards.
 */
export async function settleUnfinished(
  owner: string,
  sender: SenderState,
  webhook: KnownWebhook,
  ports: NotificationPorts,
): Promise<SenderState> {
  const delivery = sender.deliveryId === null ? null : await ports.store.delivery(sender.deliveryId);
  // One that waits is composed anew, from what holds now.
  if (!delivery || delivery.state === 'waiting') return sender;
  if (delivery.state !== 'sending') return recordDelivered(owner, sender, delivery, 0, ports);
  ports.log.warn('A delivery was left without an outcome.', { deliveryId: delivery.deliveryId });
  if (delivery.repeats > 0) {
    const given: Delivery = { ...delivery, state: 'unconfirmed', reason: GIVEN_UP };
    return recordDelivered(owner, sender, given, 0, ports);
  }
  const again: Delivery = { ...delivery, repeats: delivery.repeats + 1, reason: MAY_APPEAR_TWICE };
  return (
    await attempt(
      { owner, sender, webhook, delivery: again, thingNames: namesIn(delivery), firstAt: delivery.at },
      ports,
    )
  ).sender;
}

const namesIn = ({ outages, ended }: Delivery) => [...outages.map(({ thingName }) => thingName), ...ended];
