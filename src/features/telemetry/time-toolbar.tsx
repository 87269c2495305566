// Choosing the stretch of time: a window back from now, a pause, or a range with two ends.
import { CalendarRange, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { formatTime } from '../../ui/format-time';
import { Moment } from '../../ui/moment';
import { Segmented } from '../../ui/segmented';
import { zoneOffsetMs } from '../../ui/time-offset';
import { boundsOf, checkRange } from '../../ui/time-view';
import { type ZoneChoice, zoneChoice } from '../../ui/time-zone';
import { WINDOWS } from './reading-windows';
import type { ShownTime } from './use-time-view';

/** The choices, and in words what is shown while that is not live. */
export function TimeToolbar({ time }: { time: ShownTime }) {
  const { view, window, chooseWindow, pause, goLive } = time;
  const [choosing, setChoosing] = useState(false);
  return (
    <div className="flex flex-col gap-2 sm:items-end">
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="Stretch of time"
          hideLabel
          value={view.kind === 'fixed' ? '' : window.value}
          choices={WINDOWS}
          onChange={chooseWindow}
        />
        <Button aria-expanded={choosing} onClick={() => setChoosing(!choosing)}>
          <CalendarRange aria-hidden className="size-4" />
          Range
        </Button>
        {view.kind === 'live' ? (
          <Button onClick={pause}>
            <Pause aria-hidden className="size-4" />
            Pause
          </Button>
        ) : (
          <Button onClick={goLive}>
            <Play aria-hidden className="size-4" />
            {view.kind === 'paused' ? 'Resume' : 'Back to live'}
          </Button>
        )}
      </div>
      {choosing && <RangeForm time={time} onDone={() => setChoosing(false)} />}
      <p role="status" className="empty:hidden text-sm text-warn">
        {view.kind === 'paused' && (
          <>
            Paused at <Moment atMs={view.atMs} shape="clock" />. Readings go on being received.
          </>
        )}
        {view.kind === 'fixed' && (
          <>
            Not live: <Moment atMs={view.fromMs} shape="moment" /> to <Moment atMs={view.toMs} shape="moment" />.
          </>
        )}
      </p>
    </div>
  );
}

function RangeForm({ time, onDone }: { time: ShownTime; onDone: () => void }) {
  const zone = useStore(zoneChoice, (state) => state.zone);
  const bounds = boundsOf(time.view, Date.now());
  const [from, setFrom] = useState(() => writeLocal(bounds.fromMs, zone));
  const [to, setTo] = useState(() => writeLocal(bounds.toMs, zone));
  const [problem, setProblem] = useState<string | null>(null);
  const inUtc = zone === 'utc' ? ' (UTC)' : '';
  return (
    <form
      aria-label="Range"
      className="flex flex-wrap items-end gap-3 rounded-md border border-line bg-surface p-3"
      onSubmit={(event) => {
        event.preventDefault();
        const asked = checkRange(readLocal(from, zone), readLocal(to, zone));
        if (asked.kind !== 'range') return setProblem(asked.kind === 'bad' ? asked.problem : null);
        time.showRange(asked);
        onDone();
      }}
    >
      <MomentField label={`From${inUtc}`} value={from} onChange={setFrom} />
      <MomentField label={`To${inUtc}`} value={to} onChange={setTo} />
      <Button type="submit">Show</Button>
      {problem && (
        <p role="alert" className="w-full text-sm text-bad">
          {problem}
        </p>
      )}
    </form>
  );
}

interface MomentFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

function MomentField({ label, value, onChange }: MomentFieldProps) {
  return (
    <label className="flex flex-col gap-1 text-xs text-ink-soft">
      {label}
      <input
        type="datetime-local"
        step="1"
        required
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="min-h-10 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink"
      />
    </label>
  );
}

/** Writes a moment as the browser's own field for local times takes it. */
function writeLocal(epochMs: number, zone: ZoneChoice): string {
  return new Date(Math.round(epochMs) + zoneOffsetMs(epochMs, zone)).toISOString().slice(0, 19);
}

/** Reads it back; NaN for none. Of an hour that the clocks repeat it is the first. */
function readLocal(text: string, zone: ZoneChoice): number {
  const asUtc = Date.parse(`${text}Z`);
  if (!Number.isFinite(asUtc)) return Number.NaN;
  const candidates = [asUtc - zoneOffsetMs(asUtc - 86_400_000, zone), asUtc - zoneOffsetMs(asUtc + 86_400_000, zone)];
  const fitting = candidates.filter((moment) => writeLocal(moment, zone) === writeLocal(asUtc, 'utc'));
  return Math.min(...(fitting.length > 0 ? fitting : candidates));
}

/** Says a range in words, for titles. */
export function viewInWords(time: ShownTime, zone: ZoneChoice): string {
  const { view, window } = time;
  if (view.kind === 'live') return `last ${window.label}`;
  if (view.kind === 'paused') return `${window.label} until ${formatTime(view.atMs, 'moment', zone)}`;
  return `${formatTime(view.fromMs, 'moment', zone)} to ${formatTime(view.toMs, 'moment', zone)}`;
}
