// Telling Discord's queue of states that no event of the broker told of. The queue delays and its reader looks again.
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DevicePresence } from '../../../domain/presence/device-presence';
import type { Log } from '../shared/logger';
import type { PresenceStore, TellTransitions } from './ports';

// Nobody wants to hear of a device that is being worked on or was taken out of use.
const QUIET_LIFECYCLES: readonly (string | null)[] = ['maintenance', 'disabled', 'retired'];
const BATCH = 10;

/**
 * Makes the port. Without a queue (`queueUrl` undefined) nobody is told. Devices in maintenance, disabled and retired ones
 * are left out. A failure is logged: the state is stored, and a person sees it in the app.
 */
export function tellTransitionsTo(
  queueUrl: string | undefined,
  { sqs, store, log }: { sqs: SQSClient; store: Pick<PresenceStore, 'termsOf'>; log: Log },
): TellTransitions {
  return async (states) => {
    if (queueUrl === undefined || states.length === 0) return;
    try {
      const terms = await store.termsOf([...new Set(states.map(({ thingName }) => thingName))]);
      const told = states.filter(
        ({ thingName }) => !QUIET_LIFECYCLES.includes(terms.get(thingName)?.lifecycle ?? null),
      );
      for (let i = 0; i < told.length; i += BATCH) {
        const Entries = told
          .slice(i, i + BATCH)
          .map((state, n) => ({ Id: String(n), MessageBody: JSON.stringify(transitionMessage(state)) }));
        const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
        if (Failed.length > 0) throw new Error(`${Failed.length} transitions were not taken by the queue.`);
      }
    } catch (error) {
      log.error('Transitions could not be told; the states are stored.', error);
    }
  };
}

function transitionMessage({ thingName, presence, since, reason }: DevicePresence) {
  return { kind: 'presenceTransition', thingName, presence, since, reason };
}
