// Where on the page a list begins, which a list that scrolls with the window must know.
import { type RefObject, useLayoutEffect, useState } from 'react';

/** Returns the distance of an element from the top of the page in px, and follows what grows or shrinks above it. */
export function useDistanceFromTop(element: RefObject<HTMLElement | null>): number {
  const [distance, setDistance] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      const top = element.current?.getBoundingClientRect().top;
      if (top !== undefined) setDistance(Math.round(top + window.scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    // Whatever changes above the element changes the height of what holds both.
    if (element.current?.parentElement) observer.observe(element.current.parentElement);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return distance;
}
