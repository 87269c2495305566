// The filters that are no words: type, site, tag, and a metric's value.
import { useEffect, useState } from 'react';
import { SelectField } from '../../../ui/select-field';
import { TextField } from '../../../ui/text-field';
import type { FleetFilter } from '../fleet-filter';
import { readNumber } from '../fleet-view';
import { useFleetFacets } from '../use-fleet';

interface FilterPanelProps {
  id: string;
  filter: FleetFilter;
  onChange: (filter: FleetFilter) => void;
}

/** A panel of menus. Each change takes effect at once. */
export function FilterPanel({ id, filter, onChange }: FilterPanelProps) {
  const { types, sites, tags, metrics } = useFleetFacets(null);
  const { metric } = filter;
  return (
    <section
      id={id}
      aria-label="Filters"
      className="grid grid-cols-2 gap-3 rounded-lg border border-line bg-surface p-4 md:grid-cols-3 xl:grid-cols-6"
    >
      <Choice label="Type" value={filter.type} values={types} onChoose={(type) => onChange({ ...filter, type })} />
      <Choice label="Site" value={filter.site} values={sites} onChoose={(site) => onChange({ ...filter, site })} />
      <Choice label="Tag" value={filter.tag} values={tags} onChoose={(tag) => onChange({ ...filter, tag })} />
      <SelectField
        label="Metric"
        value={metric?.name ?? ''}
        onChange={({ target }) =>
          onChange({ ...filter, metric: target.value === '' ? null : { above: null, below: null, name: target.value } })
        }
      >
        <option value="">Any</option>
        {metric && !metrics.some(({ name }) => name === metric.name) && <option>{metric.name}</option>}
        {metrics.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </SelectField>
      <Bound
        label="Above"
        value={metric?.above ?? null}
        disabled={!metric}
        onSet={(above) => metric && onChange({ ...filter, metric: { ...metric, above } })}
      />
      <Bound
        label="Below"
        value={metric?.below ?? null}
        disabled={!metric}
        onSet={(below) => metric && onChange({ ...filter, metric: { ...metric, below } })}
      />
    </section>
  );
}

interface ChoiceProps {
  label: string;
  value: string | null;
  values: readonly string[];
  onChoose: (value: string | null) => void;
}

function Choice({ label, value, values, onChoose }: ChoiceProps) {
  return (
    <SelectField label={label} value={value ?? ''} onChange={({ target }) => onChoose(target.value || null)}>
      <option value="">Any</option>
      {value !== null && !values.includes(value) && <option value={value}>{value}</option>}
      {values.map((each) => (
        <option key={each} value={each}>
          {each}
        </option>
      ))}
    </SelectField>
  );
}

interface BoundProps {
  label: string;
  value: number | null;
  disabled: boolean;
  onSet: (value: number | null) => void;
}

/** A number that may be half written: it counts as soon as it is one. */
function Bound({ label, value, disabled, onSet }: BoundProps) {
  const [text, setText] = useState(value === null ? '' : String(value));
  useEffect(() => {
    // The address changed by itself: another link, the way back, "clear filters".
    setText((before) => (readNumber(before) === value ? before : value === null ? '' : String(value)));
  }, [value]);
  const isUnreadable = text.trim() !== '' && readNumber(text) === null;
  return (
    <TextField
      label={label}
      inputMode="decimal"
      autoComplete="off"
      value={text}
      disabled={disabled}
      aria-invalid={isUnreadable}
      hint={isUnreadable ? 'Not a number' : disabled ? 'Choose a metric first' : undefined}
      onChange={({ target }) => {
        setText(target.value);
        onSet(readNumber(target.value));
      }}
    />
  );
}
