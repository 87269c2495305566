// What the census found to be shown wrongly and put right, over the last day.
import { Link } from 'react-router-dom';
import { COUNTED_EVERY_MS } from '../../../domain/presence/presence-count';
import { inWords } from '../../cloud/cloud-error';
import { fetchPresenceCounts } from '../../cloud/presence-counts';
import { Button } from '../../ui/button';
import { Moment } from '../../ui/moment';
import { Notice } from '../../ui/notice';
import { useRefetched } from '../../ui/use-refetched';
import { summarizeRepairs } from './summarize-repairs';

interface RepairNotesProps {
  /** The address of a device's page. */
  pathOf: (thingName: string) => string;
}

// A census that is two turns late does not run.
const LATE_AFTER_MS = 3 * COUNTED_EVERY_MS;

/** How many devices were put right in the last 24 hours, the latest of them by name, and whether the census runs at all. */
export function RepairNotes({ pathOf }: RepairNotesProps) {
  const { value, failure, refetch } = useRefetched(fetchRepairs);
  return (
    <section aria-labelledby="repairs" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 id="repairs" className="text-lg font-semibold">
          Presence put right
        </h2>
        {value && value.repaired > 0 && (
          <p className="text-sm text-ink-soft">{value.repaired.toLocaleString('en-GB')} in the last 24 hours</p>
        )}
      </div>
      {failure !== null && (
        <Notice tone="bad" action={<Button onClick={refetch}>Try again</Button>}>
          What was put right could not be fetched. {inWords(failure)}
        </Notice>
      )}
      {value === null && failure === null && (
        <div role="status" aria-label="Loading what was put right" className="skeleton h-12" />
      )}
      {value && value.lastAt !== null && value.askedAt - value.lastAt > LATE_AFTER_MS && (
        <Notice tone="bad">
          The census runs every five minutes, but it was last there at <Moment atMs={value.lastAt} shape="day" />. What
          is shown wrongly stays so until it runs again.
        </Notice>
      )}
      {value && (
        <div className="rounded-lg border border-line bg-surface px-4 py-3.5 text-sm text-ink-soft">
          {value.lastAt === null && <p>No census has run in the last 24 hours.</p>}
          {value.lastAt !== null && value.repairs.length === 0 && (
            <p>Every device was shown as it was in the last 24 hours.</p>
          )}
          {value.repairs.length > 0 && (
            <>
              <p>
                The census found these shown wrongly, because an event, a reading or a look at the clock was lost. Each
                device’s page says what it had been shown as.
              </p>
              <ul aria-labelledby="repairs" className="mt-2 flex flex-col gap-1.5 text-ink">
                {value.repairs.map(({ at, things, others }) => (
                  <li key={at}>
                    <Moment atMs={at} shape="day" />
                    {': '}
                    {things.map((thingName, index) => (
                      <span key={thingName} className="break-words">
                        {index > 0 && ', '}
                        <Link to={pathOf(thingName)} className="font-medium text-accent underline underline-offset-2">
                          {thingName}
                        </Link>
                      </span>
                    ))}
                    {others > 0 && ` and ${others.toLocaleString('en-GB')} more`}
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </section>
  );
}

async function fetchRepairs() {
  const askedAt = Date.now();
  return { askedAt, ...summarizeRepairs(await fetchPresenceCounts(askedAt)) };
}
