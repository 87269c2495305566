// Finds devices while one types.
import { Search } from 'lucide-react';

interface SearchBoxProps {
  text: string;
  onChange: (text: string) => void;
}

/** The search over name, thing name, site and tags. */
export function SearchBox({ text, onChange }: SearchBoxProps) {
  return (
    <search className="relative w-full md:w-80">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-soft"
      />
      <input
        type="search"
        aria-label="Search devices by name, thing name, site or tag"
        placeholder="Name, thing, site or tag"
        value={text}
        onChange={(event) => onChange(event.target.value)}
        className="min-h-10 w-full rounded-full border border-line-strong bg-surface pr-3 pl-9 text-base outline-offset-0 md:text-sm"
      />
    </search>
  );
}
