// One of a few choices, all visible.
import { useId } from 'react';

interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  choices: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
  /** Hides the label from sight, not from screen readers. */
  hideLabel?: boolean;
}

/** A group of radio buttons that looks like one control; arrow keys move the choice. */
export function Segmented<T extends string>({ label, value, choices, onChange, hideLabel }: SegmentedProps<T>) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className={hideLabel ? 'sr-only' : 'mb-1.5 text-xs font-medium text-ink-soft'}>{label}</legend>
      <div className="inline-flex gap-0.5 rounded-md bg-raised p-0.5">
        {choices.map((choice) => (
          <label
            key={choice.value}
            className="flex min-h-8 cursor-pointer items-center rounded-sm px-3 text-sm text-ink-soft transition-colors hover:text-ink has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              className="sr-only"
              name={name}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
            />
            {choice.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
