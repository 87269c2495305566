import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterPoints, describeCluster } from './cluster-points';
import type { MapPoint } from './map-point';

const point = (thingName: string, latitude: number, longitude: number, more: Partial<MapPoint> = {}): MapPoint => ({
  thingName,
  latitude,
  longitude,
  place: null,
  presence: 'online',
  ...more,
});

describe('clusters', () => {
  it('hold together what is near and part when one zooms in', () => {
    const points = [point('a', 53.54, 9.96), point('b', 53.55, 9.99), point('c', -33.9, 151.2)];
    expect(
      clusterPoints(points, 3)
        .map((each) => each.points.length)
        .sort(),
    ).toEqual([1, 2]);
    expect(clusterPoints(points, 14)).toHaveLength(3);
  });

  it('say what is worst, how many there are of each, and where', () => {
    const dock = { place: 'Harbour' };
    const [cluster] = clusterPoints([point('a', 1, 1, dock), point('b', 1, 1, { ...dock, presence: 'offline' })], 5);
    expect(cluster).toMatchObject({ worst: 'offline', place: 'Harbour', counts: { online: 1, offline: 1 } });
    expect(cluster && describeCluster(cluster)).toBe('Harbour: 2 devices, 1 offline, 1 online');
    const [one] = clusterPoints([point('a', 1, 1, { presence: 'stale' })], 5);
    expect(one && describeCluster(one)).toBe('1 device, stale');
    const [mixed] = clusterPoints([point('a', 1, 1, dock), point('b', 1, 1, { place: 'Office' })], 5);
    expect(mixed && describeCluster(mixed)).toBe('2 devices, all online');
  });

  it('lose and invent nothing, stand on the earth, and do not depend on the order', () => {
    const points = fc.uniqueArray(
      fc.record({
        thingName: fc.string({ minLength: 1 }),
        latitude: fc.double({ min: -90, max: 90, noNaN: true }),
        longitude: fc.double({ min: -180, max: 180, noNaN: true }),
        place: fc.constant(null),
        presence: fc.constantFrom('online' as const, 'offline' as const),
      }),
      { selector: (each) => each.thingName },
    );
    fc.assert(
      fc.property(points, fc.integer({ min: 0, max: 18 }), (all, zoom) => {
        const clusters = clusterPoints(all, zoom);
        const names = clusters.flatMap((cluster) => cluster.points.map((each) => each.thingName));
        expect(names.sort()).toEqual(all.map((each) => each.thingName).sort());
        for (const { latitude, longitude } of clusters) {
          expect(Math.abs(latitude) <= 90.0001 && Math.abs(longitude) <= 180.0001).toBe(true);
        }
        expect(clusterPoints([...all].reverse(), zoom).map((each) => each.key)).toEqual(
          clusters.map((each) => each.key),
        );
      }),
    );
  });
});
