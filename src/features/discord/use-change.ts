// One change under way: busy, and why it failed.
import { useState } from 'react';

interface Change {
  busy: boolean;
  failure: unknown;
  /** Runs a change; the answer goes to `onDone` and a failure stays until the next change. */
  run: <T>(change: () => Promise<T>, onDone: (answer: T) => void) => void;
}

/** Makes the state of a form that sends one change at a time. */
export function useChange(): Change {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  return {
    busy,
    failure,
    run: (change, onDone) => {
      setBusy(true);
      setFailure(null);
      change()
        .then(onDone, setFailure)
        .finally(() => setBusy(false));
    },
  };
}
