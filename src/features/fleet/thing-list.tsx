// The fleet as a list that renders only what is in view.
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { useMedia } from '../../ui/use-media';
import { ROW_HEIGHT, ThingRow } from './thing-row';

/** Lists things by name, in the given order. */
export function ThingList({ names }: { names: readonly string[] }) {
  const list = useRef<HTMLUListElement>(null);
  const wide = useMedia('(min-width: 60rem)');
  const height = wide ? ROW_HEIGHT.wide : ROW_HEIGHT.narrow;
  const [offset, setOffset] = useState(0);

  useLayoutEffect(() => {
    const place = () => setOffset(list.current ? list.current.getBoundingClientRect().top + window.scrollY : 0);
    place();
    window.addEventListener('resize', place);
    return () => window.removeEventListener('resize', place);
  }, []);

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
    <ul ref={list} className="relative" style={{ height: virtualizer.getTotalSize() }} aria-label="Devices">
      {virtualizer.getVirtualItems().map((item) => {
        const thingName = names[item.index];
        return thingName === undefined ? null : (
          <ThingRow
            key={item.key}
            thingName={thingName}
            top={item.start - offset}
            wide={wide}
            position={item.index + 1}
            count={names.length}
          />
        );
      })}
    </ul>
  );
}
