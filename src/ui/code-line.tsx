// A command to take away.
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';

interface CodeLineProps {
  code: string;
  /** What is copied, for the button's name: `the command`. */
  what: string;
}

/** A line of code with a button that copies it. Where copying is forbidden the line can still be selected. */
export function CodeLine({ code, what }: CodeLineProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  return (
    <div className="flex items-stretch rounded-md border border-line bg-raised text-left">
      <code className="min-w-0 flex-1 select-all px-3 py-2 font-mono text-sm break-words whitespace-pre-wrap">
        {code}
      </code>
      <button
        type="button"
        aria-label={copied ? 'Copied' : `Copy ${what}`}
        className="grid w-10 shrink-0 place-items-center rounded-r-md text-ink-soft hover:text-ink"
        onClick={() => {
          navigator.clipboard?.writeText(code).then(
            () => setCopied(true),
            () => setCopied(false),
          );
        }}
      >
        {copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
      </button>
    </div>
  );
}
