// Beside the map, the same in words: which places are in view, and which devices are in the chosen one.
import { ArrowLeft, ZoomIn } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from '../../ui/button';
import { describeCluster, type MapCluster } from './cluster-points';

const MOST_PLACES = 100;
const MOST_DEVICES = 50;

interface PlacePanelProps {
  clusters: readonly MapCluster[];
  chosen: MapCluster | null;
  onChoose: (cluster: MapCluster | null) => void;
  onZoom: (cluster: MapCluster) => void;
  renderDevice: (thingName: string) => ReactNode;
}

/** A list of places, or the devices of one. Choosing moves the focus to what was chosen. */
export function PlacePanel({ clusters, chosen, onChoose, onZoom, renderDevice }: PlacePanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const wasChosen = useRef(false);
  useEffect(() => {
    // Not when the page opens: then nobody chose anything.
    if (chosen || wasChosen.current) heading.current?.focus({ preventScroll: true });
    wasChosen.current = chosen !== null;
  }, [chosen]);

  if (chosen) {
    return (
      <section aria-labelledby="place" className="flex min-h-0 flex-col gap-3">
        <h2 id="place" ref={heading} tabIndex={-1} className="text-base font-semibold outline-none">
          {describeCluster(chosen)}
        </h2>
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => onChoose(null)}>
            <ArrowLeft aria-hidden className="size-4" />
            All places
          </Button>
          <Button onClick={() => onZoom(chosen)}>
            <ZoomIn aria-hidden className="size-4" />
            Zoom in
          </Button>
        </div>
        <ul aria-label="Devices here" className="min-h-0 overflow-y-auto">
          {chosen.points.slice(0, MOST_DEVICES).map(({ thingName }) => (
            <li key={thingName} className="border-t border-line first:border-t-0">
              {renderDevice(thingName)}
            </li>
          ))}
        </ul>
        <Rest count={chosen.points.length - MOST_DEVICES} what="devices" />
      </section>
    );
  }
  return (
    <section aria-labelledby="places" className="flex min-h-0 flex-col gap-2">
      <h2 id="places" ref={heading} tabIndex={-1} className="text-base font-semibold outline-none">
        Places in view
      </h2>
      {clusters.length === 0 && <p className="text-sm text-ink-soft">No device is in this part of the map.</p>}
      <ul aria-labelledby="places" className="min-h-0 overflow-y-auto">
        {clusters.slice(0, MOST_PLACES).map((cluster) => (
          <li key={cluster.key} className="border-t border-line first:border-t-0">
            <button
              type="button"
              onClick={() => onChoose(cluster)}
              className="flex w-full items-center gap-3 rounded-sm px-1 py-2.5 text-left text-sm outline-offset-[-2px] hover:bg-raised"
            >
              <span className="map-legend grid w-5 shrink-0 place-items-center">
                <span aria-hidden className="map-marker" data-presence={cluster.worst} />
              </span>
              {describeCluster(cluster)}
            </button>
          </li>
        ))}
      </ul>
      <Rest count={clusters.length - MOST_PLACES} what="places" />
    </section>
  );
}

function Rest({ count, what }: { count: number; what: string }) {
  if (count <= 0) return null;
  return (
    <p className="text-sm text-ink-soft">
      and {count.toLocaleString('en-GB')} more {what}: zoom in or filter
    </p>
  );
}
