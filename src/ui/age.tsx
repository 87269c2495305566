// How old something is, ticking.
import { useAge } from './clock';

interface AgeProps {
  /** Epoch ms. */
  sinceMs: number;
  className?: string;
  title?: string;
}

/** Writes the age of a moment and keeps it current. Screen readers read it where it stands; it announces nothing. */
export function Age({ sinceMs, className, title }: AgeProps) {
  const age = useAge(sinceMs);
  return (
    <span className={className} title={title}>
      {age}
    </span>
  );
}
