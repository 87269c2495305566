// Notices within five seconds that the link is dead, and brings it back: the library alone notices a silent link after
// a minute and tries again once a minute.
import { allAcknowledged, renewAll } from './keep-subscribed';
import { dropSocket, followConnection, heard, lastHeardMs, linkStore, tellLink } from './link';

// Together less than five seconds, and more than two for the answer: that long it takes on the slowest mobile networks.
const TICK_MS = 500;
const ASK_AFTER_SILENCE_MS = 1500;
const ANSWER_WITHIN_MS = 2700;
const PROVE_WITHIN_MS = 4000;
const ASLEEP_AFTER_MS = 30_000;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 15_000;
// Small, static, and from the host that served the page: it tells whether anything answers at all.
const PROBE_URL = '/favicon.svg';

/** Watches the link until the returned function is called. */
export function superviseLink(): () => void {
  const stopFollowing = followConnection();
  let lastTickMs = Date.now();
  let hiddenSinceMs: number | null = null;
  let probing = false;
  let retries = 0;
  let retryAtMs = 0;
  let proof: ReturnType<typeof setTimeout> | undefined;

  /** Makes every subscription prove itself; a socket over which no acknowledgement comes is dropped. */
  const prove = () => {
    clearTimeout(proof);
    renewAll();
    proof = setTimeout(() => {
      proof = undefined;
      if (allAcknowledged()) return;
      tellLink({ kind: 'lost', cause: 'silent' });
      dropSocket();
    }, PROVE_WITHIN_MS);
  };

  const probe = async () => {
    probing = true;
    try {
      await fetch(PROBE_URL, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      const { link } = linkStore.getState();
      if (link.kind === 'live' || (link.kind === 'lost' && link.cause === 'refused')) heard();
      if (link.kind === 'lost' && link.cause === 'silent' && proof === undefined) prove();
    } catch {
      tellLink({ kind: 'lost', cause: 'silent' });
    } finally {
      probing = false;
    }
  };

  const tick = () => {
    const nowMs = Date.now();
    const slept = nowMs - lastTickMs > ASLEEP_AFTER_MS;
    lastTickMs = nowMs;
    // A hidden page's timers are held back without anything being wrong.
    if (document.visibilityState === 'hidden') return;
    if (slept) return prove();
    const { link } = linkStore.getState();
    if (link.kind !== 'lost') retries = 0;
    const silent = nowMs - lastHeardMs() > ASK_AFTER_SILENCE_MS;
    const isAnswering = link.kind === 'live' || (link.kind === 'lost' && link.cause === 'refused');
    if (!probing && silent && (isAnswering || (link.kind === 'lost' && link.cause === 'silent'))) void probe();
    if (link.kind === 'lost' && link.cause === 'closed' && nowMs >= retryAtMs) {
      if (retries > 0) renewAll();
      retryAtMs = nowMs + Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** retries) * (0.75 + Math.random() / 2);
      retries += 1;
    }
  };

  const onVisibility = () => {
    if (document.visibilityState === 'hidden') {
      hiddenSinceMs = Date.now();
      return;
    }
    const hiddenMs = hiddenSinceMs === null ? 0 : Date.now() - hiddenSinceMs;
    hiddenSinceMs = null;
    lastTickMs = Date.now();
    if (hiddenMs > ASLEEP_AFTER_MS) prove();
  };
  const onOnline = () => prove();
  const onOffline = () => tellLink({ kind: 'lost', cause: 'offline' });

  const timer = setInterval(tick, TICK_MS);
  document.addEventListener('visibilitychange', onVisibility);
  window.addEventListener('online', onOnline);
  window.addEventListener('offline', onOffline);

  return () => {
    stopFollowing();
    clearInterval(timer);
    clearTimeout(proof);
    document.removeEventListener('visibilitychange', onVisibility);
    window.removeEventListener('online', onOnline);
    window.removeEventListener('offline', onOffline);
  };
}
