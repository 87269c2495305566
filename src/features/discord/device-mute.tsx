// Whether the channel is told of one device, on that device's page.
import { Link } from 'react-router-dom';
import { useStore } from 'zustand';
import { inWords } from '../../cloud/cloud-error';
import { type DiscordChannel, fetchDiscordChannel, muteDevice } from '../../cloud/discord';
import { Button } from '../../ui/button';
import { useIsOlderThan } from '../../ui/clock';
import { Moment } from '../../ui/moment';
import { Notice } from '../../ui/notice';
import { zoneChoice } from '../../ui/time-zone';
import { useFetched } from '../../ui/use-refetched';
import { MUTE_LENGTHS } from './mute-lengths';
import { useChange } from './use-change';

interface DeviceMuteProps {
  thingName: string;
  /** True while the server cannot be reached. */
  disabled: boolean;
}

/** Says until when a device is muted; mutes it and ends it. For admins. */
export function DeviceMute({ thingName, disabled }: DeviceMuteProps) {
  const { value: channel, failure: unfetched, put } = useFetched(fetchDiscordChannel);
  const zone = useStore(zoneChoice, (state) => state.zone);
  const until = channel ? mutedUntil(channel, thingName) : 0;
  const muted = !useIsOlderThan(until, 0);
  const { busy, failure, run } = useChange();
  if (unfetched !== null) {
    return <Notice tone="bad">It could not be fetched whether Discord is told. {inWords(unfetched)}</Notice>;
  }
  if (channel === null) return <div role="status" aria-label="Loading whether it is muted" className="skeleton h-16" />;
  const mute = (untilMs: number) =>
    run(
      () => muteDevice(thingName, untilMs),
      (changed) => put(() => changed),
    );
  return (
    <>
      <p role="status" className="text-sm text-ink-soft">
        {muted ? (
          <>
            <strong className="font-semibold text-ink">Muted</strong> until <Moment atMs={until} shape="day" />: what
            happens to it is not told.
          </>
        ) : channel.source === null ? (
          <>
            Nothing is told: the channel is <Link to="/settings/discord">not configured</Link>.
          </>
        ) : (
          'Not muted: the channel is told when it goes away and when it is back.'
        )}
      </p>
      <fieldset className="flex flex-wrap gap-2">
        <legend className="mb-1.5 text-sm font-medium">{muted ? 'Mute it instead' : 'Mute it in Discord'}</legend>
        {MUTE_LENGTHS.map(({ words, untilMs }) => (
          <Button key={words} busy={busy} disabled={disabled} onClick={() => mute(untilMs(Date.now(), zone))}>
            {words}
          </Button>
        ))}
      </fieldset>
      {muted && (
        <Button look="primary" busy={busy} disabled={disabled} onClick={() => mute(0)} className="self-start">
          Unmute
        </Button>
      )}
      {failure !== null && <Notice tone="bad">{inWords(failure)}</Notice>}
    </>
  );
}

/** Until when (epoch ms) nothing is told of it; 0 when it is not muted. */
function mutedUntil({ settings: { mutes } }: DiscordChannel, thingName: string): number {
  return Object.hasOwn(mutes, thingName) ? (mutes[thingName] ?? 0) : 0;
}
