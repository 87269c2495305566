// Where the devices are. Loaded only when somebody opens it: Leaflet and the land are larger than the rest of the page.
import 'leaflet/dist/leaflet.css';
import './map.css';
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Presence } from '../../../domain/presence/device-presence';
import { Button } from '../../ui/button';
import type { MapCluster } from './cluster-points';
import { createLeafletView } from './leaflet-view';
import type { MapPoint } from './map-point';
import { PlacePanel } from './place-panel';

const LEGEND: readonly { presence: Presence; label: string }[] = [
  { presence: 'online', label: 'Online' },
  { presence: 'offline', label: 'Offline' },
  { presence: 'stale', label: 'Stale' },
  { presence: 'unknown', label: 'Unknown' },
];

interface FleetMapProps {
  /** The same array until it changes. */
  points: readonly MapPoint[];
  /** How many of the devices that the view shows have no place. */
  unlocated: number;
  renderDevice: (thingName: string) => ReactNode;
}

/** A map with a marker per place, and beside it the same as a list. */
export default function FleetMap({ points, unlocated, renderDevice }: FleetMapProps) {
  const container = useRef<HTMLDivElement>(null);
  const view = useRef<ReturnType<typeof createLeafletView>>(null);
  const [clusters, setClusters] = useState<readonly MapCluster[]>([]);
  const [chosen, setChosen] = useState<MapCluster | null>(null);
  const [landFailed, setLandFailed] = useState(false);

  useEffect(() => {
    if (!container.current) return;
    const made = createLeafletView(container.current, {
      onClusters: setClusters,
      onChoose: setChosen,
      onLandFailed: () => setLandFailed(true),
    });
    view.current = made;
    return () => {
      view.current = null;
      made.stop();
    };
  }, []);
  useEffect(() => view.current?.setPoints(points), [points]);

  // A chosen place shows its devices as they are now, wherever the map moved meanwhile.
  const chosenNow = chosen && (clusters.find(({ key }) => key === chosen.key) ?? chosen);

  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="overflow-hidden rounded-lg border border-line bg-surface">
          {/* Beside the map and not on it, where they would cover markers. */}
          <div className="flex flex-wrap items-center gap-2 border-b border-line p-2">
            <Button look="quiet" onClick={() => view.current?.goToAll()}>
              <Maximize aria-hidden className="size-4" />
              Show all
            </Button>
            <Button look="quiet" aria-label="Zoom in" className="ml-auto" onClick={() => view.current?.zoomIn()}>
              <ZoomIn aria-hidden className="size-4" />
            </Button>
            <Button look="quiet" aria-label="Zoom out" onClick={() => view.current?.zoomOut()}>
              <ZoomOut aria-hidden className="size-4" />
            </Button>
          </div>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would promise form fields. */}
          <div
            ref={container}
            role="group"
            aria-label="Map. Arrow keys move it, plus and minus zoom; Tab goes from place to place."
            className="fleet-map h-[24rem] lg:h-[32rem]"
          />
        </div>
        <div className="flex max-h-[35.5rem] min-h-0 flex-col rounded-lg border border-line bg-surface p-4">
          <PlacePanel
            clusters={clusters}
            chosen={chosenNow}
            onChoose={setChosen}
            onZoom={(cluster) => view.current?.goTo(cluster.points)}
            renderDevice={renderDevice}
          />
        </div>
      </div>
      <div className="map-legend flex flex-wrap items-center gap-x-5 gap-y-2 text-sm text-ink-soft">
        {LEGEND.map(({ presence, label }) => (
          <span key={presence} className="inline-flex items-center gap-2">
            <span aria-hidden className="map-marker" data-presence={presence} />
            {label}
          </span>
        ))}
        <span className="ml-auto">
          {unlocated > 0 &&
            `${unlocated.toLocaleString('en-GB')} ${unlocated === 1 ? 'device has' : 'devices have'} no location. `}
          {landFailed && 'The outline of the land could not be loaded. '}
          Land: Natural Earth, exact to some kilometres
        </span>
      </div>
    </div>
  );
}
