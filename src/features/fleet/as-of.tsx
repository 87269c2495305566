// Up to when what the page shows is true.
import { useStore } from 'zustand';
import { linkStore } from '../../cloud/link';
import { Moment } from '../../ui/moment';

/** While the link is lost, says as of when the values are; otherwise shows nothing. */
export function AsOf() {
  const link = useStore(linkStore, (state) => state.link);
  if (link.kind !== 'lost') return null;
  return (
    <span className="text-sm font-medium text-bad">
      as of <Moment atMs={link.sinceMs} shape="clock" />
    </span>
  );
}
