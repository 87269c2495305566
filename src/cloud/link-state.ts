// Whether what the page shows can be live. Pure: what happened, in; the state of the link, out.

/**
 * Why the link counts as lost: the socket closed, the browser says it is offline, nothing answers any more, or the server
 * answers and refuses a subscription.
 */
export type LostCause = 'closed' | 'offline' | 'silent' | 'refused';

/** `sinceMs` of a lost link is the last moment at which it was known to live: what the page shows is as of then. */
export type Link = { kind: 'connecting' } | { kind: 'live' } | { kind: 'lost'; sinceMs: number; cause: LostCause };

export type LinkEvent =
  | { kind: 'acknowledged' }
  | { kind: 'lost'; cause: LostCause }
  /** The library's own recovery from a missed keep-alive or a short offline spell, on the same socket. */
  | { kind: 'recovered' };

/**
 * Returns the link after `event`; `lastHeardMs` is when anything last came over it. Returns `link` itself when nothing
 * changed. Only an acknowledged subscription makes a closed or silent link live again: an open socket proves nothing.
 */
export function nextLink(link: Link, event: LinkEvent, lastHeardMs: number): Link {
  switch (event.kind) {
    case 'acknowledged':
      return link.kind === 'live' ? link : { kind: 'live' };
    case 'recovered':
      return link.kind === 'lost' && link.cause === 'offline' ? { kind: 'live' } : link;
    case 'lost':
      if (link.kind !== 'lost') return { kind: 'lost', sinceMs: lastHeardMs, cause: event.cause };
      if (graverCause(link.cause, event.cause) === link.cause) return link;
      return { ...link, cause: graverCause(link.cause, event.cause) };
  }
}

function graverCause(known: LostCause, told: LostCause): LostCause {
  // Who refuses has answered: the link is neither silent nor closed. The library closes the socket because of it.
  if (told === 'refused') return told;
  if (known === 'refused') return told === 'closed' ? known : told;
  // An offline browser recovers by itself; a closed socket does not.
  return known === 'offline' ? told : known;
}

/** Reads the library's connection state as an event; null for states that say nothing new. */
export function readConnectionState(state: unknown): LinkEvent | null {
  switch (state) {
    case 'ConnectionDisrupted':
      return { kind: 'lost', cause: 'closed' };
    case 'ConnectionDisruptedPendingNetwork':
      return { kind: 'lost', cause: 'closed' };
    case 'ConnectedPendingNetwork':
      return { kind: 'lost', cause: 'offline' };
    case 'ConnectedPendingKeepAlive':
      return { kind: 'lost', cause: 'silent' };
    case 'Connected':
      return { kind: 'recovered' };
    default:
      // `Connecting` is told whenever another subscription starts, over a socket that is perfectly alive.
      return null;
  }
}
