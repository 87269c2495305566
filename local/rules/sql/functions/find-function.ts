// Which functions a rule may call.
import { SqlError } from '../sql-error';
import { COLLECTION_FUNCTIONS } from './collections';
import { CONTEXT_FUNCTIONS } from './context';
import { TIME_FUNCTIONS } from './format-time';
import { HASH_FUNCTIONS } from './hashes';
import { NUMBER_FUNCTIONS } from './numbers';
import { REGULAR_EXPRESSION_FUNCTIONS } from './regular-expressions';
import type { SqlFunction } from './sql-function';
import { TEXT_FUNCTIONS } from './texts';

const FUNCTIONS: ReadonlyMap<string, SqlFunction> = new Map(
  [
    COLLECTION_FUNCTIONS,
    CONTEXT_FUNCTIONS,
    HASH_FUNCTIONS,
    NUMBER_FUNCTIONS,
    REGULAR_EXPRESSION_FUNCTIONS,
    TEXT_FUNCTIONS,
    TIME_FUNCTIONS,
  ].flatMap((group) => Object.entries(group)),
);

/** The names of all of them, in lower case. */
export const FUNCTION_NAMES: readonly string[] = [...FUNCTIONS.keys()];

/** Returns the function of that name, in any case. Throws SqlError (`unsupported`) for a function that is not here. */
export function findFunction(name: string): SqlFunction {
  const found = FUNCTIONS.get(name.toLowerCase());
  if (!found) throw new SqlError('unsupported', `The function ${name}() is not supported by the local cloud.`);
  return found;
}
