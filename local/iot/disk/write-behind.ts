// Keeps one file at the latest of many versions: whoever comes while a write is under way shares the next one.
import { writeAtomically } from './write-atomically';

export interface WriteBehind {
  /** Resolves once a version at least as new as the content at this moment is on disk. Rejects when the disk refuses. */
  flush(): Promise<void>;
}

/** Writes what `render` returns to `path`, at most one write at a time. */
export function writeBehind(path: string, render: () => string): WriteBehind {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const start = () => {
    const write = writeAtomically(path, render());
    running = write.finally(() => {
      running = null;
    });
    return running;
  };
  return {
    flush() {
      if (!running) return start();
      next ??= running
        .catch(() => undefined)
        .then(() => {
          next = null;
          return start();
        });
      return next;
    },
  };
}
