// One of many choices, with the browser's own menu.
import { type ReactNode, type SelectHTMLAttributes, useId } from 'react';
import { classNames } from './class-names';

interface SelectFieldProps extends Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id'> {
  label: string;
  /** Hides the label from sight, not from screen readers. */
  hideLabel?: boolean;
  /** The options. */
  children: ReactNode;
}

/** A labelled select. */
export function SelectField({ label, hideLabel, className, children, ...rest }: SelectFieldProps) {
  const id = useId();
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </label>
      <select
        id={id}
        className="min-h-10 w-full min-w-0 truncate rounded-md border border-line-strong bg-surface px-2.5 text-base outline-offset-0 md:text-sm"
        {...rest}
      >
        {children}
      </select>
    </div>
  );
}
