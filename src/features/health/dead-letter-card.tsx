// One dead letter, and what can be done with it.
import { RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { DeadLetter, DeadLetterOutcome } from '../../../domain/dead-letters/dead-letter';
import { inWords } from '../../cloud/cloud-error';
import { dropDeadLetter, resendDeadLetter } from '../../cloud/dead-letters';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { Moment } from '../../ui/moment';
import { Notice } from '../../ui/notice';
import { attemptWords } from './outcome-words';

interface DeadLetterCardProps {
  letter: DeadLetter;
  pathOf: (thingName: string) => string;
  /** True while the server cannot be reached. */
  disabled: boolean;
  onSettled: (letter: DeadLetter, outcome: DeadLetterOutcome) => void;
}

/** Shows why a message failed; it goes only after the server confirmed. */
export function DeadLetterCard({ letter, pathOf, disabled, onSettled }: DeadLetterCardProps) {
  const [busy, setBusy] = useState<'resend' | 'drop' | null>(null);
  const [asked, setAsked] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const { thingName, topic, queue, reason, attempts, receivedAt, failedAt, state } = letter;
  const of = thingName ?? 'an unknown device';

  async function settle(action: 'resend' | 'drop') {
    setBusy(action);
    setFailure(null);
    try {
      const settled = action === 'resend' ? resendDeadLetter : dropDeadLetter;
      onSettled(letter, await settled(letter.deadLetterId));
    } catch (thrown) {
      setFailure(thrown);
    } finally {
      setBusy(null);
      setAsked(false);
    }
  }

  return (
    <li className="flex flex-col gap-2.5 border-t border-line px-4 py-3.5 text-sm first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        {thingName === null ? (
          <span className="font-medium">Unknown device</span>
        ) : (
          <Link to={pathOf(thingName)} className="font-medium text-accent underline underline-offset-2">
            {thingName}
          </Link>
        )}
        <Badge>{queue}</Badge>
        <Badge tone="bad">{attemptWords(attempts)}</Badge>
        <span className="text-ink-soft sm:ml-auto">
          failed <Moment atMs={failedAt} shape="day" />
        </span>
      </div>
      <p>{reason}</p>
      <p className="text-ink-soft">
        Received <Moment atMs={receivedAt} shape="day" />
        {topic !== null && (
          <>
            {' '}
            on <code className="font-mono">{topic}</code>
          </>
        )}
      </p>
      {failure !== null && <Notice tone="bad">{inWords(failure)}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button
          aria-label={`Re-send the message of ${of}`}
          busy={busy === 'resend'}
          disabled={disabled || busy !== null || state === 'unsendable'}
          onClick={() => void settle('resend')}
        >
          <RotateCcw aria-hidden className="size-4" />
          Re-send
        </Button>
        <Button
          aria-label={`Drop the message of ${of}`}
          disabled={disabled || busy !== null}
          onClick={() => setAsked(true)}
        >
          <Trash2 aria-hidden className="size-4" />
          Drop
        </Button>
      </div>
      {asked && (
        <ConfirmDialog
          title={`Drop the message of ${of}?`}
          confirm="Drop"
          danger
          busy={busy === 'drop'}
          onConfirm={() => void settle('drop')}
          onCancel={() => setAsked(false)}
        >
          <p>What the device said is then lost for good. It cannot be taken back.</p>
        </ConfirmDialog>
      )}
    </li>
  );
}
