// What was refused of the whole fleet's payloads.
import { Link } from 'react-router-dom';
import { aggregateRejects, type RejectSummary } from '../../../domain/timeline/aggregate-rejects';
import { inWords } from '../../cloud/cloud-error';
import { fetchRejects } from '../../cloud/rejects';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Moment } from '../../ui/moment';
import { Notice } from '../../ui/notice';
import { useRefetched } from '../../ui/use-refetched';

const DAY_MS = 24 * 3_600_000;
// A device that sends nothing else has one for each minute of the day.
const SHOWN_MINUTES = 6;

interface RejectListProps {
  /** The address of a device's page. */
  pathOf: (thingName: string) => string;
}

/** Refused payloads of the last 24 hours per device and reason, the latest first, each with its last minutes. */
export function RejectList({ pathOf }: RejectListProps) {
  const { value, failure, refetch } = useRefetched(fetchSummaries);
  const total = value?.summaries.reduce((sum, { count }) => sum + count, 0) ?? 0;
  return (
    <section aria-labelledby="rejects" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 id="rejects" className="text-lg font-semibold">
          Rejected payloads
        </h2>
        {total > 0 && (
          <p className="text-sm text-ink-soft">{value?.complete ? total : `at least ${total}`} in the last 24 hours</p>
        )}
      </div>
      {failure !== null && (
        <Notice tone="bad" action={<Button onClick={refetch}>Try again</Button>}>
          The rejected payloads could not be fetched. {inWords(failure)}
        </Notice>
      )}
      {value === null && failure === null && (
        <div role="status" aria-label="Loading rejected payloads" className="skeleton h-24" />
      )}
      {value?.summaries.length === 0 && (
        <p className="rounded-lg border border-line bg-surface px-4 py-3.5 text-sm text-ink-soft">
          Nothing was refused in the last 24 hours.
        </p>
      )}
      {value && value.summaries.length > 0 && (
        <ul aria-labelledby="rejects" className="rounded-lg border border-line bg-surface">
          {value.summaries.map((summary) => (
            <RejectRow
              key={JSON.stringify([summary.thingName, summary.reason])}
              summary={summary}
              path={pathOf(summary.thingName)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function RejectRow({ summary, path }: { summary: RejectSummary; path: string }) {
  const { thingName, reason, count, minutes, problem } = summary;
  const earlier = minutes.length - SHOWN_MINUTES;
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-t border-line px-4 py-3 text-sm first:border-t-0">
      <div className="flex min-w-0 basis-56 flex-wrap items-center gap-2">
        <Link to={path} className="font-medium text-accent underline underline-offset-2">
          {thingName}
        </Link>
        <Badge tone="warn">
          {count} {count === 1 ? 'payload' : 'payloads'}
        </Badge>
      </div>
      <p className="min-w-0 flex-1 basis-72">
        {problem} <span className="text-ink-soft">({reason})</span>
      </p>
      <p className="basis-full text-ink-soft tabular-nums">
        By minute:{' '}
        {minutes.slice(0, SHOWN_MINUTES).map(({ at, count: inMinute }, index) => (
          <span key={at}>
            {index > 0 && ', '}
            {inMinute} at <Moment atMs={at} shape={index === 0 ? 'day' : 'minute'} />
          </span>
        ))}
        {earlier > 0 && `, and others in ${earlier} earlier ${earlier === 1 ? 'minute' : 'minutes'}`}
      </p>
    </li>
  );
}

async function fetchSummaries(): Promise<{ summaries: RejectSummary[]; complete: boolean }> {
  const nowMs = Date.now();
  // A row stands for a whole minute and bears its beginning.
  const sinceMs = Math.floor((nowMs - DAY_MS) / 60_000) * 60_000;
  const { events, complete } = await fetchRejects(sinceMs, nowMs);
  return { summaries: aggregateRejects(events, sinceMs), complete };
}
