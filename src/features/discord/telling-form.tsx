// Which transitions and sites are told, and when not.
import { type FormEvent, useId, useState } from 'react';
import { TOLD_TRANSITIONS, type ToldTransition } from '../../../domain/discord/telling';
import { inWords } from '../../cloud/cloud-error';
import { type DiscordChannel, saveDiscordSettings } from '../../cloud/discord';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { TextField } from '../../ui/text-field';
import { useChange } from './use-change';

const WORDS: Record<ToldTransition, string> = {
  offline: 'A device went offline',
  stale: 'A device fell silent',
  online: 'A device is back, after an outage that was told',
};

interface TellingFormProps {
  channel: DiscordChannel;
  disabled: boolean;
  onChanged: (channel: DiscordChannel) => void;
}

/** Edits a copy of the settings; they hold once the server has them. */
export function TellingForm({ channel, disabled, onChanged }: TellingFormProps) {
  const { settings } = channel;
  const [transitions, setTransitions] = useState(settings.transitions);
  const [sites, setSites] = useState((settings.sites ?? []).join('\n'));
  const [quietOn, setQuietOn] = useState(settings.quiet !== null);
  const [quiet, setQuiet] = useState(
    settings.quiet ?? {
      from: '22:00',
      until: '07:00',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
  );
  const [saved, setSaved] = useState(false);
  const { busy, failure, run } = useChange();
  const sitesId = useId();

  function submit(event: FormEvent) {
    event.preventDefault();
    setSaved(false);
    const named = sites
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    run(
      () =>
        saveDiscordSettings({
          transitions,
          sites: named.length > 0 ? named : null,
          quiet: quietOn ? quiet : null,
          // Messages link to where the admin sees the app.
          appUrl: window.location.origin,
        }),
      (changed) => {
        setSaved(true);
        onChanged(changed);
      },
    );
  }

  return (
    <form
      onSubmit={submit}
      aria-labelledby="telling"
      className="flex flex-col gap-5 rounded-lg border border-line bg-surface p-5"
    >
      <h2 id="telling" className="text-lg font-semibold">
        What is told
      </h2>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 text-sm font-medium">Transitions</legend>
        {TOLD_TRANSITIONS.map((transition) => (
          <label key={transition} className="flex items-center gap-2.5 text-sm">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={transitions.includes(transition)}
              onChange={(event) =>
                setTransitions(
                  TOLD_TRANSITIONS.filter((each) =>
                    each === transition ? event.target.checked : transitions.includes(each),
                  ),
                )
              }
            />
            {WORDS[transition]}
          </label>
        ))}
      </fieldset>
      <div className="flex flex-col gap-1">
        <label htmlFor={sitesId} className="text-sm font-medium">
          Sites, one a line
        </label>
        <textarea
          id={sitesId}
          aria-describedby={`${sitesId}-hint`}
          rows={3}
          value={sites}
          onChange={(event) => setSites(event.target.value)}
          className="max-w-md rounded-md border border-line-strong bg-surface px-3 py-2 text-base"
        />
        <p id={`${sitesId}-hint`} className="text-xs text-ink-soft">
          Empty tells of every site, and of devices without one.
        </p>
      </div>
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-1.5 text-sm font-medium">Quiet hours</legend>
        <label className="flex items-center gap-2.5 text-sm">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={quietOn}
            onChange={(event) => setQuietOn(event.target.checked)}
          />
          Hold news back, and tell afterwards what still holds, as one digest
        </label>
        {quietOn && (
          <div className="flex flex-wrap gap-3">
            <TextField
              label="From"
              type="time"
              required
              value={quiet.from}
              onChange={(event) => setQuiet({ ...quiet, from: event.target.value })}
            />
            <TextField
              label="Until"
              type="time"
              required
              value={quiet.until}
              onChange={(event) => setQuiet({ ...quiet, until: event.target.value })}
            />
            <TextField
              label="Time zone"
              required
              value={quiet.timeZone}
              onChange={(event) => setQuiet({ ...quiet, timeZone: event.target.value })}
            />
          </div>
        )}
      </fieldset>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" busy={busy} disabled={disabled}>
          Save
        </Button>
        <p role="status" className="text-sm font-medium text-good empty:hidden">
          {saved && 'Saved.'}
        </p>
      </div>
      {failure !== null && <Notice tone="bad">{inWords(failure)}</Notice>}
    </form>
  );
}
