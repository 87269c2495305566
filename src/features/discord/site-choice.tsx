// Which sites are told of.

/** How devices without a site are named among the sites. */
const NO_SITE = '';

interface SiteChoiceProps {
  /** The chosen sites; null for all. */
  chosen: readonly string[] | null;
  /** The sites that devices are at now. */
  sites: readonly string[];
  onChange: (chosen: string[] | null) => void;
}

/** All sites, or those that are ticked. A chosen site at which no device is any more stays, so that it can be unticked. */
export function SiteChoice({ chosen, sites, onChange }: SiteChoiceProps) {
  const vanished = (chosen ?? []).filter((site) => site !== NO_SITE && !sites.includes(site)).sort();
  const offered = [...sites, ...vanished, NO_SITE];
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">Sites</legend>
      <label className="flex items-center gap-2.5 text-sm">
        <input
          type="radio"
          name="sites"
          className="size-4 accent-accent"
          checked={chosen === null}
          onChange={() => onChange(null)}
        />
        All sites, also new ones, and devices without a site
      </label>
      <label className="flex items-center gap-2.5 text-sm">
        <input
          type="radio"
          name="sites"
          className="size-4 accent-accent"
          checked={chosen !== null}
          onChange={() => onChange([...sites, NO_SITE])}
        />
        Only these
      </label>
      {chosen !== null && (
        <div className="ml-6.5 grid max-h-64 gap-x-4 gap-y-2 overflow-y-auto rounded-md border border-line p-3 sm:grid-cols-2">
          {offered.map((site) => (
            <label key={site} className="flex min-w-0 items-start gap-2.5 text-sm">
              <input
                type="checkbox"
                className="mt-0.5 size-4 shrink-0 accent-accent"
                checked={chosen.includes(site)}
                onChange={(event) =>
                  onChange(offered.filter((each) => (each === site ? event.target.checked : chosen.includes(each))))
                }
              />
              <span className="min-w-0 break-words">
                {site === NO_SITE ? 'Devices without a site' : site}
                {vanished.includes(site) && <span className="text-ink-soft"> (no device is there now)</span>}
              </span>
            </label>
          ))}
        </div>
      )}
      {chosen?.length === 0 && <p className="ml-6.5 text-sm text-ink-soft">Nothing is told while no site is ticked.</p>}
    </fieldset>
  );
}
