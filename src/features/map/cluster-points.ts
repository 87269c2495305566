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

// A marker and its neighbour must both be targets that a finger hits.
const SQUARE_PX = 56;
// The diagonal of a marker's target: two that are this far apart do not overlap.
const APART_PX = 46;

const WORST_FIRST: readonly Presence[] = ['offline', 'stale', 'unknown', 'online'];

/**
 * Groups points by squares of the world's picture at `zoom`, and squares whose markers would overlap, in an order that does
 * not depend on theirs. A cluster stands where the points of
 * its first square are on average. The squares are the world's, not the window's,
 * so that a moved map has the same ones.
 */
export function clusterPoints(points: Iterable<MapPoint>, zoom: number): MapCluster[] {
  const squares = new Map<string, Group>();
  for (const point of points) {
    const { x, y } = project(point.latitude, point.longitude, zoom);
    const key = `${zoom}:${Math.floor(x / SQUARE_PX)}:${Math.floor(y / SQUARE_PX)}`;
    const square = squares.get(key) ?? { key, points: [], sumX: 0, sumY: 0 };
    squares.set(key, square);
    square.points.push(point);
    square.sumX += x;
    square.sumY += y;
  }
  return joinOverlapping([...squares.values()])
    .map(makeCluster)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

interface Group {
  key: string;
  points: MapPoint[];
  /** Its own points stand before those that it took in. */
  own?: number;
  sumX: number;
  sumY: number;
}

/** Lets the larger of two groups that are too near to be told apart take in the smaller. */
function joinOverlapping(groups: Group[]): Group[] {
  groups.sort((a, b) => b.points.length - a.points.length || (a.key < b.key ? -1 : 1));
  const kept: (Group & { x: number; y: number })[] = [];
  for (const group of groups) {
    const x = group.sumX / group.points.length;
    const y = group.sumY / group.points.length;
    const near = kept.find((other) => Math.hypot(other.x - x, other.y - y) < APART_PX);
    if (near) near.points.push(...group.points);
    else kept.push({ ...group, own: group.points.length, x, y });
  }
  return kept;
}

// The world is 256 pixels wide at zoom 0 and doubles with each step; web maps show it by the spherical Mercator
// projection, whose picture ends at this latitude.
const WORLD_PX = 256;
const MOST_LATITUDE = 85.0511;

function project(latitude: number, longitude: number, zoom: number): { x: number; y: number } {
  const size = WORLD_PX * 2 ** zoom;
  const sine = Math.sin((Math.max(-MOST_LATITUDE, Math.min(MOST_LATITUDE, latitude)) * Math.PI) / 180);
  return {
    x: (longitude / 360 + 0.5) * size,
    y: (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size,
  };
}

function makeCluster({ key, points, own = points.length }: Group): MapCluster {
  const counts: Record<Presence, number> = { online: 0, offline: 0, stale: 0, unknown: 0 };
  let latitude = 0;
  let longitude = 0;
  for (const point of points) counts[point.presence] += 1;
  for (const point of points.slice(0, own)) {
    latitude += point.latitude / own;
    longitude += point.longitude / own;
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
