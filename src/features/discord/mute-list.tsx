// Devices that nothing is told of for a time.
import { type FormEvent, useId, useState } from 'react';
import { Link } from 'react-router-dom';
import { useStore } from 'zustand';
import { inWords } from '../../cloud/cloud-error';
import { type DiscordChannel, muteDevice } from '../../cloud/discord';
import { Button } from '../../ui/button';
import { Moment } from '../../ui/moment';
import { Notice } from '../../ui/notice';
import { SelectField } from '../../ui/select-field';
import { TextField } from '../../ui/text-field';
import { zoneChoice } from '../../ui/time-zone';
import { MUTE_LENGTHS } from './mute-lengths';
import { useChange } from './use-change';

/** A device that can be muted. */
export interface KnownDevice {
  thingName: string;
  /** The friendly name, null without one. */
  name: string | null;
  site: string | null;
}

interface MuteListProps {
  channel: DiscordChannel;
  /** Finds devices by words of their names or site, the best known few. */
  find: (words: string) => readonly KnownDevice[];
  /** What is known of a device by its thing name. */
  known: (thingName: string) => KnownDevice | undefined;
  /** The address of a device's page. */
  pathOf: (thingName: string) => string;
  disabled: boolean;
  onChanged: (channel: DiscordChannel) => void;
}

/** Lists what is muted until when; mutes and ends it. A device is found by what people call it. */
export function MuteList({ channel, find, known, pathOf, disabled, onChanged }: MuteListProps) {
  const [text, setText] = useState('');
  const [length, setLength] = useState(1);
  const zone = useStore(zoneChoice, (state) => state.zone);
  const listId = useId();
  const { busy, failure, run } = useChange();
  const muted = Object.entries(channel.settings.mutes).sort(([a], [b]) => (a < b ? -1 : 1));

  const words = text.trim();
  const found = words === '' ? [] : find(words);
  // What is typed in full counts, be it the thing name or a friendly name that only one device has.
  const named = found.filter(({ name }) => name?.trim().toLocaleLowerCase() === words.toLocaleLowerCase());
  const device = known(words) ?? (named.length === 1 ? named[0] : undefined);

  function submit(event: FormEvent) {
    event.preventDefault();
    const until = MUTE_LENGTHS[length]?.untilMs(Date.now(), zone) ?? 0;
    run(
      () => muteDevice(device?.thingName ?? words, until),
      (changed) => {
        setText('');
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
          {muted.map(([thingName, untilMs]) => (
            <li key={thingName} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2 text-sm">
              <span className="min-w-0 flex-1 basis-48 break-words">
                <Link to={pathOf(thingName)} className="font-medium text-accent underline underline-offset-2">
                  <bdi>{nameOf(known(thingName)) ?? thingName}</bdi>
                </Link>
                {nameOf(known(thingName)) && <span className="text-ink-soft"> {thingName}</span>}
              </span>
              <span className="text-ink-soft">
                until <Moment atMs={untilMs} shape="day" />
              </span>
              <Button
                busy={busy}
                disabled={disabled}
                aria-label={`Unmute ${nameOf(known(thingName)) ?? thingName}`}
                onClick={() => run(() => muteDevice(thingName, 0), onChanged)}
              >
                Unmute
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={submit} className="flex flex-wrap items-start gap-3">
        <TextField
          label="Device"
          hint={hintOf(words, device)}
          list={listId}
          autoComplete="off"
          required
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="flex-1 basis-60"
        />
        <datalist id={listId}>
          {found.map((each) => (
            <option key={each.thingName} value={each.thingName}>
              {[nameOf(each), each.site].filter(Boolean).join(', ')}
            </option>
          ))}
        </datalist>
        <SelectField
          label="How long"
          hideLabel
          value={length}
          onChange={({ target }) => setLength(Number(target.value))}
          className="sm:mt-6"
        >
          {MUTE_LENGTHS.map((each, index) => (
            <option key={each.words} value={index}>
              {each.words}
            </option>
          ))}
        </SelectField>
        <Button type="submit" busy={busy} disabled={disabled || words === ''} className="min-h-10 sm:mt-6">
          Mute
        </Button>
      </form>
      {failure !== null && <Notice tone="bad">{inWords(failure)}</Notice>}
    </section>
  );
}

const nameOf = (device: KnownDevice | undefined): string | null => device?.name?.trim() || null;

function hintOf(words: string, device: KnownDevice | undefined): string {
  if (words === '') return 'Begin to type its name, thing name or site.';
  if (!device) return 'No device has exactly this name yet; what you type is taken as a thing name.';
  const { thingName, site } = device;
  const name = nameOf(device);
  return [name && isolated(name), thingName, site && `site ${isolated(site)}`].filter(Boolean).join(', ');
}

// Between these two, a name that changes the direction of writing cannot turn around the words after it.
const isolated = (text: string) => `\u2068${text}\u2069`;
