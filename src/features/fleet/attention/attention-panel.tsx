// The first thing on the page: is anything wrong, what, since when, where.
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { linkStore } from '../../../cloud/link';
import { Button } from '../../../ui/button';
import { Moment } from '../../../ui/moment';
import { useFleetCounts, useFleetStatus } from '../use-fleet';
import type { AttentionState } from './attention';
import { AttentionRow } from './attention-row';
import { useAttention } from './use-attention';

const SHOWN_AT_FIRST = 5;
// Beyond this nobody reads line by line: counts and filters stand below.
const SHOWN_AT_MOST = 50;

/** The list of devices that need attention, or the calm sentence that none does. */
export function AttentionPanel() {
  const attention = useAttention();
  const { complete } = useFleetStatus();
  const { entries } = attention;
  const isCalm = complete && entries.length === 0;
  return (
    <section aria-labelledby="attention">
      {/* Speaks when the answer to "is anything wrong" changes, not at every change of the list. */}
      <p role="status" className="sr-only">
        {complete ? (isCalm ? 'No device needs attention.' : 'Devices need attention.') : ''}
      </p>
      {isCalm && <AllFine {...attention} />}
      {!complete && entries.length === 0 && <Looking />}
      {entries.length > 0 && <Wrong {...attention} />}
      {attention.rejectsUnknown && (
        <p className="mt-2 text-sm text-ink-soft">
          The rejects of the last hour could not be fetched and are left out.
        </p>
      )}
    </section>
  );
}

/** As high as the calm sentence, which most often takes its place: nothing below it jumps. */
function Looking() {
  return (
    <div className="flex items-center gap-3 rounded-lg border border-line bg-surface px-4 py-3">
      <h2 id="attention" className="text-base font-semibold">
        Needs attention
      </h2>
      <div role="status" aria-label="Looking for what needs attention" className="skeleton h-5 w-40" />
    </div>
  );
}

function Wrong({ entries, asleep, outOfService }: AttentionState) {
  const [all, setAll] = useState(false);
  const shown = entries.slice(0, all ? SHOWN_AT_MOST : SHOWN_AT_FIRST);
  const hidden = entries.length - shown.length;
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <div className="flex flex-wrap items-center gap-x-2.5 border-b border-line px-4 py-2.5">
        <h2 id="attention" className="text-base font-semibold">
          Needs attention
        </h2>
        <span className="live-value rounded-full bg-bad-wash px-2 text-sm font-semibold text-bad">
          {entries.length.toLocaleString('en-GB')}
        </span>
        {/* Short, on the heading's line: what comes and goes there does not move the list. */}
        <span className="ml-auto text-sm text-ink-soft">{asidesOf({ asleep, outOfService }, 'asleep')}</span>
      </div>
      <ul aria-labelledby="attention">
        {shown.map((entry) => (
          <AttentionRow key={entry.name} entry={entry} />
        ))}
      </ul>
      {(hidden > 0 || all) && (
        <div className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-2 text-sm text-ink-soft">
          {entries.length > SHOWN_AT_FIRST && (
            <Button look="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? 'Show fewer' : `Show ${Math.min(entries.length, SHOWN_AT_MOST).toLocaleString('en-GB')}`}
            </Button>
          )}
          {all && hidden > 0 && <span>and {hidden.toLocaleString('en-GB')} more: the filters below find them</span>}
        </div>
      )}
    </div>
  );
}

function AllFine({ asleep, outOfService }: AttentionState) {
  const { total, unknown } = useFleetCounts();
  const link = useStore(linkStore, (state) => state.link);
  const inService = total - outOfService;
  const asides = asidesOf({ asleep, outOfService, unknown }, 'asleep until the next report');
  const whole = inService === 1 ? 'The device' : `All ${inService.toLocaleString('en-GB')} devices`;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-line bg-surface px-4 py-3">
      <CircleCheck aria-hidden className="live-value size-5 shrink-0 text-good" />
      <h2 id="attention" className="text-base font-semibold">
        {link.kind === 'lost' ? (
          <>
            {whole} {inService === 1 ? 'was' : 'were'} fine at <Moment atMs={link.sinceMs} shape="clock" />
          </>
        ) : (
          `${whole} ${inService === 1 ? 'is' : 'are'} fine`
        )}
      </h2>
      {asides !== '' && <p className="text-sm text-ink-soft">{asides}</p>}
    </div>
  );
}

/** Says in words which devices are offline or silent, and yet in no need of attention; empty if there is none. */
function asidesOf(
  { asleep, outOfService, unknown = 0 }: { asleep: number; outOfService: number; unknown?: number },
  asleepAs: string,
): string {
  const parts: [number, string][] = [
    [asleep, asleepAs],
    [outOfService, 'not in service'],
    [unknown, 'never connected'],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count.toLocaleString('en-GB')} ${words}`)
    .join(' · ');
}
