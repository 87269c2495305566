// Every setting of the local cloud, by flag or environment variable, in one place.
import { resolve } from 'node:path';

export interface Settings {
  /** The app and the mailbox, on http. */
  appPort: number;
  /** The AWS APIs, AppSync among them. */
  awsPort: number;
  /** MQTT over mutual TLS. */
  mqttPort: number;
  dataDirectory: string;
  /** Whether the demonstration fleet runs. */
  fleet: boolean;
  /** Same seed, same series. */
  seed: number;
  /** Opens MQTT to the local network. */
  lan: boolean;
  /** Opens the app and the AWS APIs to the local network, too. */
  lanApp: boolean;
  /** Delivers the broker's lifecycle events twice and out of order, by `seed`. */
  chaos: boolean;
  /** Serves the app from Vite with hot reload instead of the built files. */
  dev: boolean;
}

/** Where data lives unless a setting says otherwise, below the folder of the project. */
export const DEFAULT_DATA_DIRECTORY = '.data';

/** One line per setting for `npm start -- --help`. */
export const SETTINGS_HELP = `Settings (flag, environment variable, default):
  --app-port N      FLEETLIGHT_APP_PORT   4700    the app and the mailbox
  --aws-port N      FLEETLIGHT_AWS_PORT   4701    the AWS APIs
  --mqtt-port N     FLEETLIGHT_MQTT_PORT  8883    MQTT over TLS
  --data DIR        FLEETLIGHT_DATA       .data   everything that survives a restart
  --fleet on|off    FLEETLIGHT_FLEET      on      the simulated fleet
  --seed N          FLEETLIGHT_SEED       1       same seed, same simulated series
  --chaos           FLEETLIGHT_CHAOS=on   off     presence events come twice and out of order
  --lan             FLEETLIGHT_LAN=on     off     opens MQTT to the local network
  --lan-app         FLEETLIGHT_LAN_APP=on off     opens the app to the local network, too`;

/** A flag or variable that cannot be understood; the message names it and what it takes. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

/** Reads flags first, then environment variables, then defaults. Throws SettingsError for what it does not understand. */
export function readSettings(argv: readonly string[], env: Record<string, string | undefined>): Settings {
  const flags = readFlags(argv);
  const text = (flag: string, variable: string, fallback: string) => flags.get(flag) ?? env[variable] ?? fallback;
  const number = (flag: string, variable: string, fallback: number, maximum: number) => {
    const value = Number(text(flag, variable, String(fallback)));
    if (!Number.isInteger(value) || value < 0 || value > maximum) {
      throw new SettingsError(`--${flag} (${variable}) takes a whole number from 0 to ${maximum}.`);
    }
    return value;
  };
  const onOff = (flag: string, variable: string, fallback: boolean) => {
    const value = text(flag, variable, fallback ? 'on' : 'off');
    if (value !== 'on' && value !== 'off') throw new SettingsError(`--${flag} (${variable}) is "on" or "off".`);
    return value === 'on';
  };
  return {
    appPort: number('app-port', 'FLEETLIGHT_APP_PORT', 4700, 65535),
    awsPort: number('aws-port', 'FLEETLIGHT_AWS_PORT', 4701, 65535),
    mqttPort: number('mqtt-port', 'FLEETLIGHT_MQTT_PORT', 8883, 65535),
    dataDirectory: resolve(text('data', 'FLEETLIGHT_DATA', DEFAULT_DATA_DIRECTORY)),
    fleet: onOff('fleet', 'FLEETLIGHT_FLEET', true),
    seed: number('seed', 'FLEETLIGHT_SEED', 1, 2 ** 31 - 1),
    chaos: onOff('chaos', 'FLEETLIGHT_CHAOS', false),
    lan: onOff('lan', 'FLEETLIGHT_LAN', false),
    lanApp: onOff('lan-app', 'FLEETLIGHT_LAN_APP', false),
    dev: onOff('dev', 'FLEETLIGHT_DEV', false),
  };
}

const SWITCHES = new Set(['chaos', 'lan', 'lan-app', 'dev']);
const VALUES = new Set(['app-port', 'aws-port', 'mqtt-port', 'data', 'fleet', 'seed']);

/** Says whether the argument after `flag` is its value. */
export const takesValue = (flag: string): boolean => VALUES.has(flag.replace(/^--/, ''));

function readFlags(argv: readonly string[]): Map<string, string> {
  const flags = new Map<string, string>();
  for (let i = 0; i < argv.length; i++) {
    const [name = '', inline] = (argv[i] ?? '').replace(/^--/, '').split(/=(.*)/s);
    if (SWITCHES.has(name)) flags.set(name, inline ?? 'on');
    else if (VALUES.has(name)) {
      const value = inline ?? argv[++i];
      if (value === undefined) throw new SettingsError(`--${name} needs a value.`);
      flags.set(name, value);
    } else throw new SettingsError(`${argv[i]} is not a setting. --help tells what is.`);
  }
  return flags;
}
