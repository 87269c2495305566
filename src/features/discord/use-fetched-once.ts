// Something that is fetched when it is first shown, and afterwards only changed by the person who looks.
import { useEffect, useState } from 'react';

interface FetchedOnce<T> {
  /** Null before it came. */
  value: T | null;
  /** Why it could not be fetched; null when it could. */
  failure: unknown;
  /** Takes what a change answered. */
  replace: (value: T) => void;
}

/** Fetches with `fetchValue`, which must be the same function at every render. */
export function useFetchedOnce<T>(fetchValue: () => Promise<T>): FetchedOnce<T> {
  const [value, setValue] = useState<T | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    let over = false;
    fetchValue().then(
      (fetched) => {
        if (!over) setValue(fetched);
      },
      (thrown) => {
        if (!over) setFailure(thrown);
      },
    );
    return () => {
      over = true;
    };
  }, [fetchValue]);
  return { value, failure, replace: setValue };
}
