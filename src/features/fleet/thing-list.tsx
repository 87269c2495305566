// The fleet as a list that renders only what is in view.
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef } from 'react';
import { classNames } from '../../ui/class-names';
import { useMedia } from '../../ui/use-media';
import { ROW_HEIGHT, ThingRow } from './thing-row';
import { useDistanceFromTop } from './use-distance-from-top';

interface ThingListProps {
  names: readonly string[];
  /** The metric that the view is about: every row shows it first. */
  lead: string | null;
}

/** Lists things by name, in the given order. */
export function ThingList({ names, lead }: ThingListProps) {
  const list = useRef<HTMLUListElement>(null);
  const wide = useMedia('(min-width: 60rem)');
  const height = wide ? ROW_HEIGHT.wide : ROW_HEIGHT.narrow;
  const offset = useDistanceFromTop(list);

  const virtualizer = useWindowVirtualizer({
    count: names.length,
    estimateSize: () => height,
    overscan: 6,
    scrollMargin: offset,
    getItemKey: (index) => names[index] ?? index,
  });
  useLayoutEffect(() => {
    // Rows have another height after the window crossed the breakpoint.
    if (height > 0) virtualizer.measure();
  }, [virtualizer, height]);

  return (
    <ul
      ref={list}
      className={classNames('relative', wide && 'overflow-hidden rounded-lg border border-line bg-surface')}
      style={{ height: virtualizer.getTotalSize() }}
      aria-label="Devices"
    >
      {virtualizer.getVirtualItems().map((item) => {
        const thingName = names[item.index];
        return thingName === undefined ? null : (
          <ThingRow
            key={item.key}
            thingName={thingName}
            top={item.start - offset}
            wide={wide}
            lead={lead}
            position={item.index + 1}
            count={names.length}
          />
        );
      })}
    </ul>
  );
}
