// Devices that nothing is told of for a time.
import { type FormEvent, useState } from 'react';
import { inWords } from '../../cloud/cloud-error';
import { type DiscordChannel, muteDevice } from '../../cloud/discord';
import { Button } from '../../ui/button';
import { Moment } from '../../ui/moment';
import { Notice } from '../../ui/notice';
import { TextField } from '../../ui/text-field';
import { useChange } from './use-change';

const HOUR_MS = 3_600_000;
const LENGTHS = [
  { hours: 1, words: 'for an hour' },
  { hours: 8, words: 'for 8 hours' },
  { hours: 24, words: 'for a day' },
  { hours: 168, words: 'for a week' },
];

interface MuteListProps {
  channel: DiscordChannel;
  disabled: boolean;
  onChanged: (channel: DiscordChannel) => void;
}

/** Lists what is muted until when; mutes and ends it. */
export function MuteList({ channel, disabled, onChanged }: MuteListProps) {
  const [thingName, setThingName] = useState('');
  const [hours, setHours] = useState(8);
  const { busy, failure, run } = useChange();
  const muted = Object.entries(channel.settings.mutes).sort(([a], [b]) => (a < b ? -1 : 1));

  function submit(event: FormEvent) {
    event.preventDefault();
    run(
      () => muteDevice(thingName.trim(), Date.now() + hours * HOUR_MS),
      (changed) => {
        setThingName('');
        onChanged(changed);
      },
    );
  }

  return (
    <section aria-labelledby="mutes" className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-5">
      <h2 id="mutes" className="text-lg font-semibold">
        Muted devices
      </h2>
      {muted.length === 0 ? (
        <p className="text-sm text-ink-soft">
          No device is muted. Devices in maintenance are never told of and need no muting.
        </p>
      ) : (
        <ul aria-labelledby="mutes" className="flex flex-col divide-y divide-line">
          {muted.map(([name, untilMs]) => (
            <li key={name} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2 text-sm">
              <span className="min-w-0 flex-1 font-medium break-words">{name}</span>
              <span className="text-ink-soft">
                until <Moment atMs={untilMs} shape="day" />
              </span>
              <Button
                busy={busy}
                disabled={disabled}
                aria-label={`Unmute ${name}`}
                onClick={() => run(() => muteDevice(name, 0), onChanged)}
              >
                Unmute
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
        <TextField
          label="Thing name"
          required
          value={thingName}
          onChange={(event) => setThingName(event.target.value)}
          className="flex-1 basis-48"
        />
        <select
          aria-label="How long"
          value={hours}
          onChange={(event) => setHours(Number(event.target.value))}
          className="min-h-10 rounded-md border border-line-strong bg-surface px-2.5 text-sm"
        >
          {LENGTHS.map((each) => (
            <option key={each.hours} value={each.hours}>
              {each.words}
            </option>
          ))}
        </select>
        <Button type="submit" busy={busy} disabled={disabled || thingName.trim() === ''} className="min-h-10">
          Mute
        </Button>
      </form>
      {failure !== null && <Notice tone="bad">{inWords(failure)}</Notice>}
    </section>
  );
}
