// What the commands beside `npm start` were asked for: their own words, apart from the settings.
import { relative, resolve } from 'node:path';
import { DEFAULT_DATA_DIRECTORY, readSettings, takesValue } from '../settings/settings';

/** A command's words in their order, the data folder that it works on, and whether it only has to explain itself. */
export interface Command {
  words: string[];
  dataDirectory: string;
  help: boolean;
}

/**
 * Splits a command's arguments into words and settings, in whatever order they stand. `--help` anywhere asks for the usage.
 * Throws SettingsError for a flag that is none.
 */
export function readCommand(argv: readonly string[], env: Record<string, string | undefined>): Command {
  const words: string[] = [];
  const settings: string[] = [];
  for (let at = 0; at < argv.length; at += 1) {
    const argument = argv[at] ?? '';
    if (argument === '--help' || argument === '-h') return { words: [], dataDirectory: '', help: true };
    if (!argument.startsWith('--')) words.push(argument);
    else settings.push(argument, ...(takesValue(argument) ? argv.slice(at + 1, ++at + 1) : []));
  }
  return { words, dataDirectory: readSettings(settings, env).dataDirectory, help: false };
}

/** Returns what a command must be given to work on `dataDirectory`: nothing for the usual folder. */
export function dataFlag(dataDirectory: string): string {
  return dataDirectory === resolve(DEFAULT_DATA_DIRECTORY) ? '' : ` --data ${shortPath(dataDirectory)}`;
}

/** Returns `path` as seen from here, or as it is when it lies elsewhere. */
export function shortPath(path: string): string {
  const here = relative(process.cwd(), path);
  return here === '' || here.startsWith('..') ? path : here;
}
