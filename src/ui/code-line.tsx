// A command to take away.
import { CopyButton } from './copy-button';

interface CodeLineProps {
  code: string;
  /** What is copied, for the button's name: `the command`. */
  what: string;
}

/** A line of code with a button that copies it. Where copying is forbidden the line can still be selected. */
export function CodeLine({ code, what }: CodeLineProps) {
  return (
    <div className="flex items-stretch rounded-md border border-line bg-raised text-left">
      <code className="min-w-0 flex-1 select-all px-3 py-2 font-mono text-sm break-words whitespace-pre-wrap">
        {code}
      </code>
      <CopyButton text={code} what={what} className="w-10 rounded-r-md" />
    </div>
  );
}
