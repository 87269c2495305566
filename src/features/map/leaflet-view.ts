// The Leaflet side of the map: what is drawn where. Nothing here knows React.
import {
  control,
  divIcon,
  geoJSON,
  type LatLngBoundsExpression,
  type Map as LeafletMap,
  type Marker,
  map as makeMap,
  marker,
} from 'leaflet';
import { clusterPoints, type MapCluster } from './cluster-points';
import { loadLand } from './load-land';
import type { MapPoint } from './map-point';
import { drawMarker, nameMarker } from './marker-element';

const MIN_ZOOM = 2;
// The outline is exact to some kilometres: closer up it would show coasts where there are none.
const MAX_ZOOM = 12;
// Far enough away to know the coasts by their shape.
const FIRST_MAX_ZOOM = 8;
const WORLD: LatLngBoundsExpression = [
  [-85, -200],
  [85, 200],
];

interface Shown {
  marker: Marker;
  element: HTMLElement;
  cluster: MapCluster;
}

/** What the map tells. */
export interface LeafletListener {
  /** Other clusters are in view, or the same ones changed. */
  onClusters: (clusters: readonly MapCluster[]) => void;
  onChoose: (cluster: MapCluster) => void;
  onLandFailed: () => void;
}

/** Makes a map inside `container`. `stop` takes it away. */
export function createLeafletView(container: HTMLElement, listener: LeafletListener) {
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const map: LeafletMap = makeMap(container, {
    attributionControl: false,
    zoomControl: false,
    minZoom: MIN_ZOOM,
    maxZoom: MAX_ZOOM,
    maxBounds: WORLD,
    maxBoundsViscosity: 1,
    zoomAnimation: !calm,
    fadeAnimation: !calm,
    markerZoomAnimation: !calm,
    inertia: !calm,
  }).setView([25, 10], MIN_ZOOM);
  control.scale({ imperial: false }).addTo(map);

  const shown = new Map<string, Shown>();
  let points: readonly MapPoint[] = [];
  let over = false;

  loadLand().then(
    (land) => {
      if (!over) geoJSON(land, { interactive: false, style: { className: 'map-land', weight: 1 } }).addTo(map);
    },
    () => {
      if (!over) listener.onLandFailed();
    },
  );

  function show(cluster: MapCluster) {
    const element = document.createElement('div');
    const icon = divIcon({ html: element, className: 'map-marker-place', iconSize: [32, 32] });
    const placed = marker([cluster.latitude, cluster.longitude], { icon, riseOnHover: true }).addTo(map);
    const entry: Shown = { marker: placed, element, cluster };
    const choose = () => listener.onChoose(entry.cluster);
    placed.on('click', choose);
    placed.getElement()?.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      choose();
    });
    return entry;
  }

  /** Brings the markers in line with the points; one that stays keeps its element, and with it the focus. */
  function draw() {
    const bounds = map.getBounds().pad(0.1);
    const inView = points.filter(({ latitude, longitude }) => bounds.contains([latitude, longitude]));
    const clusters = clusterPoints(inView, map.getZoom());
    const keys = new Set(clusters.map(({ key }) => key));
    for (const [key, { marker: gone }] of shown) {
      if (keys.has(key)) continue;
      gone.remove();
      shown.delete(key);
    }
    for (const cluster of clusters) {
      const entry = shown.get(cluster.key) ?? show(cluster);
      shown.set(cluster.key, entry);
      entry.cluster = cluster;
      const { lat, lng } = entry.marker.getLatLng();
      if (lat !== cluster.latitude || lng !== cluster.longitude) {
        entry.marker.setLatLng([cluster.latitude, cluster.longitude]);
      }
      drawMarker(entry.element, cluster);
      const button = entry.marker.getElement();
      if (button) nameMarker(button, cluster);
    }
    listener.onClusters(clusters);
  }

  map.on('moveend', draw);
  const observer = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  observer.observe(container);

  function goTo(some: readonly MapPoint[]) {
    if (some.length === 0) return;
    map.fitBounds(
      some.map(({ latitude, longitude }): [number, number] => [latitude, longitude]),
      { padding: [48, 48], maxZoom: some === points ? FIRST_MAX_ZOOM : MAX_ZOOM, animate: !calm },
    );
  }

  return {
    /** Shows these points instead of the ones before; the first time the map goes where they are. */
    setPoints(next: readonly MapPoint[]) {
      const isFirst = points.length === 0;
      points = next;
      if (isFirst) goTo(points);
      draw();
    },
    goToAll: () => goTo(points),
    goTo,
    zoomIn: () => map.zoomIn(),
    zoomOut: () => map.zoomOut(),
    stop() {
      over = true;
      observer.disconnect();
      map.remove();
    },
  };
}
