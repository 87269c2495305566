// A short word in a frame.
import type { ReactNode } from 'react';
import { classNames } from './class-names';

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad';

const TONES: Record<Tone, string> = {
  neutral: 'bg-raised text-ink-soft',
  accent: 'bg-accent-wash text-accent',
  good: 'bg-good-wash text-good',
  warn: 'bg-warn-wash text-warn',
  bad: 'bg-bad-wash text-bad',
};

interface BadgeProps {
  tone?: Tone;
  children: ReactNode;
  title?: string;
}

/** A word or two that qualifies what stands beside it; the tone never carries meaning alone. */
export function Badge({ tone = 'neutral', children, title }: BadgeProps) {
  return (
    <span
      title={title}
      className={classNames(
        'inline-flex shrink-0 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 py-px text-xs font-medium',
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
