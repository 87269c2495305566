// Taking a text away.
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { classNames } from './class-names';

interface CopyButtonProps {
  text: string;
  /** What is copied, for the button's name: `the command`. */
  what: string;
  className?: string;
}

/** A button that copies a text and says so for two seconds. Where copying is forbidden nothing happens. */
export function CopyButton({ text, what, className }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      aria-label={copied ? 'Copied' : `Copy ${what}`}
      title={copied ? 'Copied' : `Copy ${what}`}
      className={classNames('grid shrink-0 place-items-center text-ink-soft hover:text-ink', className)}
      onClick={() => {
        navigator.clipboard?.writeText(text).then(
          () => setCopied(true),
          () => setCopied(false),
        );
      }}
    >
      <Icon aria-hidden className="size-4" />
    </button>
  );
}
