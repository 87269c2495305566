// What `npm run fleet` is asked for.

export interface LoadOptions {
  devices: number;
  /** Messages a second, of all devices together. */
  rate: number;
  seconds: number;
  /** Devices lose their connection and come back. */
  drop: boolean;
  /** One message in twenty is nothing that can be read. */
  garbage: boolean;
}

export type FleetCommand =
  | { ok: true; kind: 'load'; load: LoadOptions; settings: string[] }
  | { ok: true; kind: 'remove'; settings: string[] }
  | { ok: false; problem: string };

const NUMBERS = { devices: 10, rate: 100, seconds: 10 };
const MOST = { devices: 2_000, rate: 100_000, seconds: 86_400 };

/** Parses the command's arguments; what is none of them is left to the settings. */
export function parseFleetCommand(argv: readonly string[]): FleetCommand {
  const load: LoadOptions = { ...NUMBERS, drop: false, garbage: false };
  const settings: string[] = [];
  let remove = false;
  for (let at = 0; at < argv.length; at += 1) {
    const flag = argv[at] ?? '';
    const name = flag.replace(/^--/, '');
    if (flag === '--remove') remove = true;
    else if (flag === '--drop') load.drop = true;
    else if (flag === '--garbage') load.garbage = true;
    else if (flag.startsWith('--') && Object.hasOwn(NUMBERS, name)) {
      const key = name as keyof typeof NUMBERS;
      at += 1;
      const value = Number(argv[at]);
      if (!Number.isInteger(value) || value < 1 || value > MOST[key]) {
        return { ok: false, problem: `${flag} takes a whole number from 1 to ${MOST[key]}.` };
      }
      load[key] = value;
    } else settings.push(flag);
  }
  return remove ? { ok: true, kind: 'remove', settings } : { ok: true, kind: 'load', load, settings };
}
