// Something that no feed tells of: fetched when it is first shown, every so often while somebody looks, and on demand.
import { useCallback, useEffect, useState } from 'react';

export interface Refetched<T> {
  /** What was fetched last; null before anything was. It stays while a later attempt fails. */
  value: T | null;
  /** Why the last attempt failed; null when it did not. */
  failure: unknown;
  refetch: () => void;
  /** Takes what is known from elsewhere, as from what a change answered; until the next fetch. */
  put: (change: (known: T | null) => T) => void;
}

/**
 * Fetches with `fetchValue`, which must be the same function at every render, every `everyMs` and when somebody looks
 * again. An answer that is overtaken is ignored.
 */
export function useRefetched<T>(fetchValue: () => Promise<T>, everyMs = 30_000): Refetched<T> {
  const [value, setValue] = useState<T | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const refetch = useCallback(() => setRound((before) => before + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round fetches again.
  useEffect(() => {
    let over = false;
    fetchValue().then(
      (fetched) => {
        if (over) return;
        setValue(fetched);
        setFailure(null);
      },
      (thrown) => {
        if (!over) setFailure(thrown);
      },
    );
    return () => {
      over = true;
    };
  }, [fetchValue, round]);

  useEffect(() => {
    const refetchIfSeen = () => {
      if (!document.hidden) refetch();
    };
    const timer = setInterval(refetchIfSeen, everyMs);
    document.addEventListener('visibilitychange', refetchIfSeen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', refetchIfSeen);
    };
  }, [refetch, everyMs]);

  return { value, failure, refetch, put: setValue };
}
