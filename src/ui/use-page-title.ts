// The document's title, which screen readers and tabs read out.
import { useEffect } from 'react';

/** Sets the document's title while the page is shown. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Fleetlight`;
  }, [title]);
}
