// The first moment.
import { BeaconMark } from '../ui/beacon-mark';

/** Shown until the app knows who is there. */
export function StartingPage() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <div role="status" className="flex flex-col items-center gap-3 text-sm text-ink-soft">
        <BeaconMark className="size-10 motion-safe:animate-pulse" />
        Starting…
      </div>
    </main>
  );
}
