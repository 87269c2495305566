// A function's settings: read once, at its start, so that a missing one stops it with its name.

/** A variable that the deployment must give is missing. */
export class MissingVariableError extends Error {
  override name = 'MissingVariableError';
  readonly resolution: string;
  constructor(readonly variable: string) {
    super(`The environment variable ${variable} is not set.`);
    this.resolution = `Give the function ${variable} in amplify/backend.ts or in its resource.ts, and deploy again.`;
  }
}

// What stands in the environment of a function in place of an Amplify secret that nobody has set.
const UNSET_SECRET = '<value will be resolved during runtime>';

/**
 * Returns the values of `required` and `optional` variables. An empty variable and the placeholder of an unset Amplify
 * secret count as not set. Throws MissingVariableError for the first required one that is not set.
 */
export function readEnvironment<const Required extends string, const Optional extends string = never>(
  env: Readonly<Record<string, string | undefined>>,
  required: readonly Required[],
  optional: readonly Optional[] = [],
): Record<Required, string> & Partial<Record<Optional, string>> {
  const values: Partial<Record<string, string>> = {};
  for (const name of optional) {
    const value = setValue(env[name]);
    if (value !== undefined) values[name] = value;
  }
  for (const name of required) {
    const value = setValue(env[name]);
    if (value === undefined) throw new MissingVariableError(name);
    values[name] = value;
  }
  return values as Record<Required, string> & Partial<Record<Optional, string>>;
}

function setValue(raw: string | undefined): string | undefined {
  return raw === undefined || raw === '' || raw.includes(UNSET_SECRET) ? undefined : raw;
}
