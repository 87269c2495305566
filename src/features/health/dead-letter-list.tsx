// What the pipeline could not handle, for those who may do something about it.
import { useEffect, useRef, useState } from 'react';
import type { DeadLetter, DeadLetterOutcome } from '../../../domain/dead-letters/dead-letter';
import { inWords } from '../../cloud/cloud-error';
import { fetchDeadLetters } from '../../cloud/dead-letters';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { useRefetched } from '../../ui/use-refetched';
import { DeadLetterCard } from './dead-letter-card';
import { outcomeWords } from './outcome-words';

interface DeadLetterListProps {
  pathOf: (thingName: string) => string;
  /** True while the server cannot be reached. */
  disabled: boolean;
}

/** The dead letters, the newest first. What came of an action is announced, and the focus goes to the heading. */
export function DeadLetterList({ pathOf, disabled }: DeadLetterListProps) {
  const { value, failure, refetch } = useRefetched(fetchDeadLetters);
  const [settled, setSettled] = useState<ReadonlySet<string>>(new Set());
  const [announced, setAnnounced] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  // A list that was fetched meanwhile may still hold what is settled already.
  const letters = value?.letters.filter(({ deadLetterId }) => !settled.has(deadLetterId));

  function onSettled(letter: DeadLetter, outcome: DeadLetterOutcome) {
    setSettled((before) => new Set([...before, letter.deadLetterId]));
    setAnnounced(outcomeWords(letter, outcome));
    refetch();
  }
  // The button that had the focus goes with its card, and a dialog that is still open would keep the focus to itself.
  useEffect(() => {
    if (settled.size > 0) heading.current?.focus();
  }, [settled]);

  return (
    <section aria-labelledby="dead-letters" className="flex flex-col gap-3">
      <h2 id="dead-letters" ref={heading} tabIndex={-1} className="text-lg font-semibold">
        Dead letters
      </h2>
      <p className="max-w-2xl text-sm text-ink-soft">
        Messages that arrived but could not be handled. They wait here until somebody sends them again or drops them; a
        reading that is sent twice is stored once.
      </p>
      <p role="status" className="text-sm font-medium text-good empty:hidden">
        {announced}
      </p>
      {failure !== null && (
        <Notice tone="bad" action={<Button onClick={refetch}>Try again</Button>}>
          The dead letters could not be fetched. {inWords(failure)}
        </Notice>
      )}
      {letters === undefined && failure === null && (
        <div role="status" aria-label="Loading dead letters" className="skeleton h-24" />
      )}
      {letters?.length === 0 && (
        <p className="rounded-lg border border-line bg-surface px-4 py-3.5 text-sm text-ink-soft">
          No message is waiting: everything that arrived was handled.
        </p>
      )}
      {letters && letters.length > 0 && (
        <ul aria-labelledby="dead-letters" className="rounded-lg border border-line bg-surface">
          {letters.map((letter) => (
            <DeadLetterCard
              key={letter.deadLetterId}
              letter={letter}
              pathOf={pathOf}
              disabled={disabled}
              onSettled={onSettled}
            />
          ))}
        </ul>
      )}
      {value?.complete === false && (
        <p className="text-sm text-ink-soft">There are more; they show when some of these are settled.</p>
      )}
    </section>
  );
}
