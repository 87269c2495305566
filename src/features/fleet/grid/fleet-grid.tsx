// The fleet as tiles; only those in view are there.
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { useDistanceFromTop } from '../use-distance-from-top';
import { FleetTile } from './fleet-tile';
import { useRecentNumbers } from './use-recent-numbers';

const TILE_HEIGHT = 232;
const LEAST_TILE_WIDTH = 264;
const GAP = 12;

interface FleetGridProps {
  names: readonly string[];
  /** The metric that the view is about: every tile shows it first. */
  lead: string | null;
}

/** Lays things out in as many columns as there is room for, in the given order. */
export default function FleetGrid({ names, lead }: FleetGridProps) {
  const grid = useRef<HTMLUListElement>(null);
  const offset = useDistanceFromTop(grid);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!grid.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(grid.current);
    return () => observer.disconnect();
  }, []);

  const columns = Math.max(1, Math.floor((width + GAP) / (LEAST_TILE_WIDTH + GAP)));
  const tileWidth = (width - GAP * (columns - 1)) / columns;
  const virtualizer = useWindowVirtualizer({
    count: width === 0 ? 0 : Math.ceil(names.length / columns),
    estimateSize: () => TILE_HEIGHT + GAP,
    overscan: 2,
    scrollMargin: offset,
  });
  const shown = virtualizer.getVirtualItems().flatMap((row) =>
    names.slice(row.index * columns, (row.index + 1) * columns).map((thingName, column) => ({
      thingName,
      position: row.index * columns + column + 1,
      left: column * (tileWidth + GAP),
      top: row.start - offset,
    })),
  );
  useRecentNumbers(shown.map(({ thingName }) => thingName));

  return (
    <ul ref={grid} className="relative" style={{ height: virtualizer.getTotalSize() }} aria-label="Devices">
      {shown.map((tile) => (
        <FleetTile
          key={tile.thingName}
          {...tile}
          lead={lead}
          count={names.length}
          width={tileWidth}
          height={TILE_HEIGHT}
        />
      ))}
    </ul>
  );
}
