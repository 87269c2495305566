// The product's mark: a light that can be seen.

/** Draws the mark; purely decorative, the name stands beside it. */
export function BeaconMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="8" fill="#0e5a6d" />
      <g fill="none" strokeWidth="2.2" strokeLinecap="round">
        <path d="M8.6 20.4a9 9 0 0 1 0-8.8M23.4 11.6a9 9 0 0 1 0 8.8" stroke="#9adbe8" />
        <path d="M12.3 18.4a4.8 4.8 0 0 1 0-4.8M19.7 13.6a4.8 4.8 0 0 1 0 4.8" stroke="#d3f1f6" />
      </g>
      <circle cx="16" cy="16" r="2.6" fill="#ffd479" />
    </svg>
  );
}
