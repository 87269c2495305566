// The state of the live link, from the library's own events and from what was heard.
import { CONNECTION_STATE_CHANGE } from 'aws-amplify/api';
import { Hub } from 'aws-amplify/utils';
import { createStore } from 'zustand/vanilla';
import { type Link, type LinkEvent, nextLink, readConnectionState } from './link-state';

/** The link in force. `connecting` until the first subscription is acknowledged. */
export const linkStore = createStore<{ link: Link }>(() => ({ link: { kind: 'connecting' } }));

let lastHeard = Date.now();
let provider: unknown;

/** When anything last came over the link or proved it, epoch ms. */
export function lastHeardMs(): number {
  return lastHeard;
}

/** Notes that something came over the link just now. */
export function heard(): void {
  lastHeard = Date.now();
}

/** Applies one event to the link's state. */
export function tellLink(event: LinkEvent): void {
  const { link } = linkStore.getState();
  const next = nextLink(link, event, lastHeard);
  if (next !== link) linkStore.setState({ link: next });
}

/** Follows the library's connection events. Returns what stops it. */
export function followConnection(): () => void {
  return Hub.listen('api', ({ payload }) => {
    if (payload.event !== CONNECTION_STATE_CHANGE) return;
    const data: unknown = payload.data;
    if (typeof data !== 'object' || data === null) return;
    provider = Reflect.get(data, 'provider');
    const event = readConnectionState(Reflect.get(data, 'connectionState'));
    if (event) tellLink(event);
  });
}

/**
 * Closes the library's socket, so that it opens a new one. A socket whose other end vanished (sleep, a moved laptop)
 * still counts as open for up to five minutes, and the library writes into it all the while; it offers no way to drop it,
 * so this reaches for its socket and does nothing when that is not where it was.
 */
export function dropSocket(): void {
  if (typeof provider !== 'object' || provider === null) return;
  const socket: unknown = Reflect.get(provider, 'awsRealTimeSocket');
  if (!(socket instanceof WebSocket)) return;
  socket.close();
  // The browser tells of the end only when the other end agreed or a minute later. The library hears of it now, and not
  // again then, when it would take the news for the end of its next socket.
  socket.dispatchEvent(new CloseEvent('close', { wasClean: false }));
  socket.onclose = null;
  socket.onerror = null;
  socket.onmessage = null;
}
