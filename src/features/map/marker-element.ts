// What a marker looks like: a shape per presence, so that colour is never needed to tell them apart.
import { describeCluster, type MapCluster } from './cluster-points';

/**
 * Brings the element of a marker up to date: the shape with its count, and the place's name below. What people wrote is
 * set as text.
 */
export function drawMarker(element: HTMLElement, cluster: MapCluster): void {
  const [shape = element.appendChild(newShape()), place = element.appendChild(newPlace())] = element.children;
  const count = cluster.points.length;
  shape.setAttribute('data-presence', cluster.worst);
  // Drawn by the style sheet: as a text it would be part of the button's name, which says it in a sentence.
  shape.setAttribute('data-count', count === 1 ? '' : count > 999 ? `${Math.floor(count / 1000)}k` : String(count));
  const name = cluster.place ?? '';
  if (place.textContent !== name) place.textContent = name;
}

function newShape(): HTMLElement {
  const shape = document.createElement('div');
  shape.className = 'map-marker';
  return shape;
}

function newPlace(): HTMLElement {
  const place = document.createElement('div');
  place.className = 'map-marker-name';
  return place;
}

/** Names a marker for screen readers. */
export function nameMarker(button: HTMLElement, cluster: MapCluster): void {
  button.setAttribute('aria-label', describeCluster(cluster));
}
