// The one button.
import type { ButtonHTMLAttributes } from 'react';
import { classNames } from './class-names';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

const LOOKS: Record<Look, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  plain: 'border border-line-strong bg-surface text-ink hover:bg-raised',
  quiet: 'text-ink-soft hover:bg-raised hover:text-ink',
  danger: 'bg-bad text-on-bad hover:opacity-90',
};

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  /** While true the button cannot be pressed and says that something is under way. */
  busy?: boolean;
}

/** A button of the app; `type` is `button` unless said otherwise. */
export function Button({ look = 'plain', busy = false, className, disabled, type, ...rest }: ButtonProps) {
  return (
    <button
      type={type ?? 'button'}
      aria-busy={busy || undefined}
      disabled={disabled || busy}
      className={classNames(
        'inline-flex min-h-9 items-center justify-center gap-2 rounded-md px-3.5 py-1.5 text-sm font-medium',
        'transition-colors disabled:cursor-not-allowed disabled:opacity-60',
        LOOKS[look],
        className,
      )}
      {...rest}
    />
  );
}
