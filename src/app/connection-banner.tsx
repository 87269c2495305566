// Says that the link is dead, since when, and when it is back.
import { CloudOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { linkStore } from '../cloud/link';
import type { Link } from '../cloud/link-state';
import { formatTime } from '../ui/format-time';
import { zoneChoice } from '../ui/time-zone';

const BACK_SHOWN_MS = 4000;

/**
 * A banner while the link is lost. Its live region speaks twice per outage, when it begins and when it is over, and is
 * always in the page because screen readers overlook regions that appear together with their text.
 */
export function ConnectionBanner() {
  const link = useStore(linkStore, (state) => state.link);
  const zone = useStore(zoneChoice, (state) => state.zone);
  const back = useJustBack(link.kind === 'lost');

  const lost = link.kind === 'lost' ? inWords(link, formatTime(link.sinceMs, 'clock', zone)) : null;

  return (
    <div role="status" className="sticky top-14 z-10">
      {lost && (
        <p className="flex items-center justify-center gap-2.5 border-b border-bad bg-bad-wash px-4 py-2 text-sm font-medium text-bad">
          <CloudOff aria-hidden className="size-4 shrink-0" />
          {lost}
        </p>
      )}
      {back && <p className="sr-only">The link is back. Values are live again.</p>}
    </div>
  );
}

function inWords({ cause }: Link & { kind: 'lost' }, since: string): string {
  if (cause === 'refused')
    return 'The server refuses live values. They are fetched once a minute; asking again by itself.';
  const remedy = cause === 'offline' ? 'This computer is offline.' : 'Reconnecting by itself.';
  return `Link lost. Values are as of ${since}. ${remedy}`;
}

function useJustBack(lost: boolean): boolean {
  const [wasLost, setWasLost] = useState(false);
  useEffect(() => {
    if (lost) {
      setWasLost(true);
      return;
    }
    const timer = setTimeout(() => setWasLost(false), BACK_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [lost]);
  return wasLost && !lost;
}
