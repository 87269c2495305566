// The last few numbers at a glance.
import { memo } from 'react';
import { classNames } from './class-names';
import { SPARKLINE_BOX, sparklinePath } from './sparkline-path';

interface SparklineProps {
  /** Oldest first; the same array until they change. */
  values: readonly number[];
  /** Draws it dashed and pale: these numbers are not of now. */
  old: boolean;
  className?: string;
}

/** A line without axes that fills its box. The numbers beside it say the same to screen readers. */
export const Sparkline = memo(function Sparkline({ values, old, className }: SparklineProps) {
  const path = sparklinePath(values);
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${SPARKLINE_BOX.width} ${SPARKLINE_BOX.height}`}
      preserveAspectRatio="none"
      className={classNames('live-value w-full', old ? 'text-ink-faint' : 'text-accent', className)}
    >
      {path && (
        <path
          d={path}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.75"
          strokeLinejoin="round"
          strokeDasharray={old ? '3 3' : undefined}
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
});
