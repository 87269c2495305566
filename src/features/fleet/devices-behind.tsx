// The devices that a gateway speaks for.
import { Link } from 'react-router-dom';
import { NO_FILTER } from './fleet-filter';
import { fleetPath, USUAL_VIEW } from './fleet-view';
import { ThingLine } from './thing-line';

// As many as one looks through; the fleet's page finds the others.
const SHOWN_AT_MOST = 50;

/** A line for each device, by name; of very many the first, and the way to all. */
export function DevicesBehind({ gateway, names }: { gateway: string; names: readonly string[] }) {
  const all = fleetPath({ ...USUAL_VIEW, filter: { ...NO_FILTER, text: `${gateway}/` } });
  return (
    <>
      <ul className="-my-2 max-h-96 divide-y divide-line overflow-y-auto">
        {names.slice(0, SHOWN_AT_MOST).map((thingName) => (
          <li key={thingName}>
            <ThingLine thingName={thingName} lead={null} />
          </li>
        ))}
      </ul>
      {names.length > SHOWN_AT_MOST && (
        <Link to={all} className="text-sm text-accent underline underline-offset-4">
          All {names.length.toLocaleString('en-GB')} in the fleet
        </Link>
      )}
    </>
  );
}
