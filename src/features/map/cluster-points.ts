// Devices that would lie on top of each other, as one marker.
import type { Presence } from '../../../domain/presence/device-presence';
import type { MapPoint } from './map-point';

/** Some devices that share a marker. */
export interface MapCluster {
  /** The same for the same square of the same zoom. */
  key: string;
  latitude: number;
  longitude: number;
  points: readonly MapPoint[];
  /** The presence that most wants to be seen. */
  worst: Presence;
  /** How many are in which state. */
  counts: Readonly<Record<Presence, number>>;
  /** What people call the place, when all of them are in one. */
  place: string | null;
}

/** Pixels; a marker and its neighbour must both be a target that a finger hits. */
const SQUARE_PX = 56;

const WORST_FIRST: readonly Presence[] = ['offline', 'stale', 'unknown', 'online'];

/**
 * Groups points by squares of the world's picture at `zoom`, in an order that does not depend on theirs. A cluster stands
 * where its points are on average. The squares are the world's, not the window's, so that a moved map has the same ones.
 */
export function clusterPoints(points: Iterable<MapPoint>, zoom: number): MapCluster[] {
  const squares = new Map<string, MapPoint[]>();
  for (const point of points) {
    const key = squareOf(point, zoom);
    const square = squares.get(key);
    if (square) square.push(point);
    else squares.set(key, [point]);
  }
  return [...squares].map(([key, members]) => makeCluster(key, members)).sort((a, b) => (a.key < b.key ? -1 : 1));
}

// The world is 256 pixels wide at zoom 0 and doubles with each step; web maps show it by the spherical Mercator
// projection, whose picture ends at this latitude.
const WORLD_PX = 256;
const MOST_LATITUDE = 85.0511;

function squareOf({ latitude, longitude }: MapPoint, zoom: number): string {
  const size = WORLD_PX * 2 ** zoom;
  const sine = Math.sin((Math.max(-MOST_LATITUDE, Math.min(MOST_LATITUDE, latitude)) * Math.PI) / 180);
  const x = (longitude / 360 + 0.5) * size;
  const y = (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size;
  return `${zoom}:${Math.floor(x / SQUARE_PX)}:${Math.floor(y / SQUARE_PX)}`;
}

function makeCluster(key: string, points: readonly MapPoint[]): MapCluster {
  const counts: Record<Presence, number> = { online: 0, offline: 0, stale: 0, unknown: 0 };
  let latitude = 0;
  let longitude = 0;
  for (const point of points) {
    counts[point.presence] += 1;
    latitude += point.latitude / points.length;
    longitude += point.longitude / points.length;
  }
  const place = points[0]?.place ?? null;
  return {
    key,
    latitude,
    longitude,
    points,
    worst: WORST_FIRST.find((presence) => counts[presence] > 0) ?? 'unknown',
    counts,
    place: points.every((point) => point.place === place) ? place : null,
  };
}

/** Says a cluster in words: `Harbour: 3 devices, 1 offline`. */
export function describeCluster({ points, counts, place }: MapCluster): string {
  const devices = points.length === 1 ? '1 device' : `${points.length.toLocaleString('en-GB')} devices`;
  const states = WORST_FIRST.filter((presence) => counts[presence] > 0).map((presence) =>
    counts[presence] === points.length
      ? `${points.length > 1 ? 'all ' : ''}${presence}`
      : `${counts[presence]} ${presence}`,
  );
  return `${place ? `${place}: ` : ''}${devices}, ${states.join(', ')}`;
}
