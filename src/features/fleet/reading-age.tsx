// How old a device's newest reading is.
import { Age } from '../../ui/age';
import { classNames } from '../../ui/class-names';
import { useIsOlderThan } from '../../ui/clock';

/** The age of the newest reading; an old one stands out by weight and colour. */
export function ReadingAge({ sinceMs, oldAfterMs: limit }: { sinceMs: number; oldAfterMs: number }) {
  const old = useIsOlderThan(sinceMs, limit);
  return (
    <Age
      sinceMs={sinceMs}
      title="Age of the newest reading"
      className={classNames('whitespace-nowrap text-sm', old ? 'font-medium text-warn' : 'text-ink-soft')}
    />
  );
}

/** Stands where the age would. */
export function NoReading() {
  return <span className="whitespace-nowrap text-sm text-ink-soft">no reading yet</span>;
}
