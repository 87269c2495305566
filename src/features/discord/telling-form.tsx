// Which transitions and sites are told, and when not.
import { type FormEvent, useState } from 'react';
import { TOLD_TRANSITIONS, type ToldTransition } from '../../../domain/discord/telling';
import { inWords } from '../../cloud/cloud-error';
import { type DiscordChannel, saveDiscordSettings } from '../../cloud/discord';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { TextField } from '../../ui/text-field';
import { SiteChoice } from './site-choice';
import { useChange } from './use-change';

const WORDS: Record<ToldTransition, string> = {
  offline: 'A device went offline',
  stale: 'A device fell silent',
  online: 'A device is back, after an outage that was told',
};

interface TellingFormProps {
  channel: DiscordChannel;
  /** The sites that devices are at now. */
  sites: readonly string[];
  disabled: boolean;
  onChanged: (channel: DiscordChannel) => void;
}

/** Edits a copy of the settings; they hold once the server has them. */
export function TellingForm({ channel, sites, disabled, onChanged }: TellingFormProps) {
  const { settings } = channel;
  const [transitions, setTransitions] = useState(settings.transitions);
  const [chosenSites, setChosenSites] = useState<readonly string[] | null>(settings.sites);
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

  function submit(event: FormEvent) {
    event.preventDefault();
    setSaved(false);
    run(
      () =>
        saveDiscordSettings({
          transitions,
          sites: chosenSites && [...chosenSites],
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
      <SiteChoice chosen={chosenSites} sites={sites} onChange={setChosenSites} />
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
