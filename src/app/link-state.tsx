// One word on whether what is shown is live.
import { useStore } from 'zustand';
import { linkStore } from '../cloud/link';
import { fleet } from '../features/fleet/fleet';
import { classNames } from '../ui/class-names';

/** Says live, connecting, catching up or link lost, with a dot that differs in shape as well as in colour. */
export function LinkState() {
  const link = useStore(linkStore, (state) => state.link);
  const synced = useStore(fleet.status, (state) => state.synced);
  const [word, dot] =
    link.kind === 'connecting'
      ? ['Connecting', 'border-2 border-ink-faint']
      : link.kind === 'lost'
        ? ['Link lost', 'rounded-none bg-bad']
        : synced
          ? ['Live', 'bg-good']
          : ['Catching up', 'border-2 border-good'];
  return (
    <span title={word} className="flex items-center gap-2 py-1 text-sm whitespace-nowrap text-ink-soft sm:px-2">
      <span aria-hidden className={classNames('size-2.5 rounded-full', dot)} />
      {/* On a phone the bar has room for the short word only; the banner says the rest. */}
      <span className={word === 'Live' ? 'max-[24rem]:sr-only' : 'max-sm:sr-only'}>{word}</span>
    </span>
  );
}
