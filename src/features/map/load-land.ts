// The outline of the land, from the app's own host: no tile server learns who looks where.
import { feature } from 'topojson-client';
import landUrl from 'world-atlas/land-50m.json?url';

/** Fetches the outline as GeoJSON. Throws TypeError when it cannot be had. */
export async function loadLand(): Promise<GeoJSON.GeoJsonObject> {
  const response = await fetch(landUrl);
  if (!response.ok) throw new TypeError(`The outline of the land answered ${response.status}.`);
  const topology = await response.json();
  return feature(topology, topology.objects.land);
}
