// A sentence that wants attention where it stands.
import { CircleAlert, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names';

interface NoticeProps {
  tone: 'info' | 'bad';
  children: ReactNode;
  /** What can be done about it. */
  action?: ReactNode;
}

/** A notice inside a page. A bad one is announced to screen readers at once, because something was refused or failed. */
export function Notice({ tone, children, action }: NoticeProps) {
  const Icon = tone === 'bad' ? CircleAlert : Info;
  return (
    <div
      role={tone === 'bad' ? 'alert' : undefined}
      className={classNames(
        'flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md px-3.5 py-2.5 text-sm',
        tone === 'bad' ? 'bg-bad-wash text-bad' : 'bg-accent-wash text-ink',
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <div className="min-w-0 flex-1 basis-60">{children}</div>
      {action}
    </div>
  );
}
