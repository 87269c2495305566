// Whether the channel can be written to, and where to.
import { type FormEvent, useState } from 'react';
import { inWords } from '../../cloud/cloud-error';
import { type DiscordChannel, sendDiscordTest, setDiscordWebhook } from '../../cloud/discord';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Moment } from '../../ui/moment';
import { Notice } from '../../ui/notice';
import { TextField } from '../../ui/text-field';
import { useChange } from './use-change';

interface WebhookCardProps {
  channel: DiscordChannel;
  disabled: boolean;
  onChanged: (channel: DiscordChannel) => void;
  /** The log is worth another look. */
  onSent: () => void;
}

/** Shows the state of the channel, takes a webhook's address, and tries it. The address is never shown again. */
export function WebhookCard({ channel, disabled, onChanged, onSent }: WebhookCardProps) {
  const [url, setUrl] = useState('');
  const [said, setSaid] = useState('');
  const { busy, failure, run } = useChange();
  const { source, disabledAt, disabledReason, lastDeliveredAt, failures, lastFailure } = channel;

  function set(next: string | null, words: string) {
    run(
      () => setDiscordWebhook(next),
      (changed) => {
        setUrl('');
        setSaid(words);
        onChanged(changed);
      },
    );
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    set(url, 'The webhook is set. Send a test message to see it arrive.');
  }

  return (
    <section aria-labelledby="webhook" className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-5">
      <div className="flex flex-wrap items-center gap-3">
        <h2 id="webhook" className="text-lg font-semibold">
          Channel
        </h2>
        {source === null ? (
          <Badge>not configured</Badge>
        ) : disabledAt !== null ? (
          <Badge tone="bad">disabled</Badge>
        ) : failures > 0 ? (
          <Badge tone="warn">failing</Badge>
        ) : (
          <Badge tone="good">connected</Badge>
        )}
      </div>
      {source === null && (
        <p className="text-sm text-ink-soft">
          No webhook is set, so nothing is told. In Discord, open the channel’s settings, Integrations, Webhooks, make
          one and copy its address.
        </p>
      )}
      {disabledAt !== null && (
        <Notice tone="bad">
          Discord does not know this webhook any more: nothing has been told since{' '}
          <Moment atMs={disabledAt} shape="day" />. {disabledReason} Set another webhook; what could not be told waits
          among the dead letters on the Health page.
        </Notice>
      )}
      {source !== null && (
        <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[max-content_1fr]">
          <dt className="text-ink-soft">Webhook</dt>
          <dd>{source === 'app' ? 'set here' : 'set at deployment'}</dd>
          <dt className="text-ink-soft">Last delivered</dt>
          <dd>{lastDeliveredAt === null ? 'nothing yet' : <Moment atMs={lastDeliveredAt} shape="full" />}</dd>
          <dt className="text-ink-soft">Failed attempts in a row</dt>
          <dd className="tabular-nums">
            {failures}
            {lastFailure !== null && `: ${lastFailure}`}
          </dd>
        </dl>
      )}
      <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
        <TextField
          label={source === null ? 'Webhook address' : 'Another webhook address'}
          hint="Kept as a secret: it cannot be read here again."
          className="flex-1 basis-72"
          type="password"
          autoComplete="off"
          required
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
        <Button type="submit" look="primary" busy={busy} disabled={disabled || url.trim() === ''} className="mb-5">
          Set webhook
        </Button>
      </form>
      <div className="flex flex-wrap gap-2">
        <Button
          busy={busy}
          disabled={disabled || source === null || disabledAt !== null}
          onClick={() =>
            run(sendDiscordTest, () => {
              setSaid('A test message is on its way; the log below says what becomes of it.');
              setTimeout(onSent, 2_500);
            })
          }
        >
          Send a test message
        </Button>
        {source === 'app' && (
          <Button busy={busy} disabled={disabled} onClick={() => set(null, 'The webhook is forgotten.')}>
            Forget this webhook
          </Button>
        )}
      </div>
      <p role="status" className="text-sm font-medium text-good empty:hidden">
        {said}
      </p>
      {failure !== null && <Notice tone="bad">{inWords(failure)}</Notice>}
    </section>
  );
}
