// Something that no feed tells of: fetched when it is first shown and on demand; or every so often, too, while somebody looks.
import { useCallback, useEffect, useState } from 'react';

interface Fetched<T> {
  /** What was fetched last; null before anything was. It stays while a later attempt fails. */
  value: T | null;
  /** Why the last attempt failed; null when it did not. */
  failure: unknown;
  refetch: () => void;
  /** Takes what is known from elsewhere, as from what a change answered; until the next fetch. */
  put: (change: (known: T | null) => T) => void;
}

/** Fetches with `fetchValue`, which must be the same function at every render. An answer that is overtaken is ignored. */
export function useFetched<T>(fetchValue: () => Promise<T>): Fetched<T> {
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

  return { value, failure, refetch, put: setValue };
}

/** The same, and again every `everyMs` and when somebody looks again. */
export function useRefetched<T>(fetchValue: () => Promise<T>, everyMs = 30_000): Fetched<T> {
  const fetched = useFetched(fetchValue);
  const { refetch } = fetched;
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
  return fetched;
}
