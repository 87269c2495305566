// One subscription that outlives its sockets.
import { Hub } from 'aws-amplify/utils';
import { toCloudError } from './cloud-error';
import { graphqlClient, type Variables } from './graphql';
import { heard, tellLink } from './link';

/** What to subscribe to. `body` is the selection of the subscription's one field, e.g. `onFleet { updates }`. */
export interface Wanted {
  /** Variable declarations with their parentheses, or empty: `($thingName: ID!)`. */
  declarations: string;
  body: string;
  variables: Variables;
  /** Gets the `data` of every message, unparsed. */
  onData: (data: unknown) => void;
  /** Called whenever the subscription is acknowledged: what was published before may have been missed, so fetch now. */
  onReady: () => void;
}

const FIRST_RETRY_MS = 2000;
const LONGEST_RETRY_MS = 60_000;

interface Attempt {
  operation: string;
  unsubscribe: () => void;
  acknowledged: boolean;
}

interface Keeper {
  renew: () => void;
  isAcknowledged: () => boolean;
}

const keepers = new Set<Keeper>();
// While the server refuses one of them, what the others bring is not everything: the link does not count as live.
const refused = new Set<Keeper>();
let attempts = 0;

/** Starts every subscription anew; the old one of each stays until its successor is acknowledged. */
export function renewAll(): void {
  for (const keeper of keepers) keeper.renew();
}

/** Whether every subscription's newest attempt was acknowledged. */
export function allAcknowledged(): boolean {
  return [...keepers].every((keeper) => keeper.isAcknowledged());
}

/** Subscribes and stays subscribed until the returned function is called; a refused subscription is tried again by itself. */
export function keepSubscribed(wanted: Wanted): () => void {
  let current: Attempt | null = null;
  let previous: Attempt | null = null;
  let refusals = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const renew = () => {
    clearTimeout(retry);
    // Of an attempt that was never acknowledged nothing can be lost; of an acknowledged one, everything until the next.
    if (current?.acknowledged) {
      previous?.unsubscribe();
      previous = current;
    } else {
      current?.unsubscribe();
    }
    current = start();
  };

  const start = (): Attempt => {
    attempts += 1;
    // The library tells which subscription was acknowledged by its document, so each attempt has a name of its own.
    const operation = `Live${attempts}`;
    const attempt: Attempt = { operation, unsubscribe: () => {}, acknowledged: false };
    const observable: unknown = graphqlClient().graphql({
      query: `subscription ${operation}${wanted.declarations} { ${wanted.body} }`,
      variables: wanted.variables,
    });
    if (!isObservable(observable)) throw new TypeError('The client library returned no subscription.');
    const subscription = observable.subscribe({
      next: (message) => {
        heard();
        if (typeof message === 'object' && message !== null) wanted.onData(Reflect.get(message, 'data'));
      },
      error: (thrown) => {
        if (attempt !== current) return;
        current = null;
        const { kind } = toCloudError(thrown);
        if (kind === 'notAllowed' || kind === 'refused') {
          refused.add(keeper);
          tellLink({ kind: 'lost', cause: 'refused' });
        }
        const waitMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** refusals);
        refusals += 1;
        // All of them: over a refused token the library closes the socket that they share.
        retry = setTimeout(renewAll, waitMs * (0.75 + Math.random() / 2));
      },
    });
    attempt.unsubscribe = () => subscription.unsubscribe();
    return attempt;
  };

  const stopListening = Hub.listen('api', ({ payload }) => {
    // The library acknowledges again after each of its own reconnections.
    if (payload.event !== 'Subscription ack' || !current) return;
    const data: unknown = payload.data;
    const query: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'query') : undefined;
    if (typeof query !== 'string' || !new RegExp(`\\b${current.operation}\\b`).test(query)) return;
    current.acknowledged = true;
    refusals = 0;
    previous?.unsubscribe();
    previous = null;
    heard();
    refused.delete(keeper);
    tellLink(refused.size === 0 ? { kind: 'acknowledged' } : { kind: 'lost', cause: 'refused' });
    wanted.onReady();
  });

  const keeper: Keeper = { renew, isAcknowledged: () => current?.acknowledged ?? false };
  keepers.add(keeper);
  renew();

  return () => {
    keepers.delete(keeper);
    refused.delete(keeper);
    stopListening();
    clearTimeout(retry);
    current?.unsubscribe();
    previous?.unsubscribe();
  };
}

interface Observable {
  subscribe(observer: { next: (message: unknown) => void; error: (thrown: unknown) => void }): { unsubscribe(): void };
}

function isObservable(value: unknown): value is Observable {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'subscribe') === 'function';
}
