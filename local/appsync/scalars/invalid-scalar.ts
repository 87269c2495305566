// A value that a scalar refuses, on the way in or out.

/** A scalar's refusal; `message` is AppSync's sentence about the value, without the field around it. */
export class InvalidScalar extends Error {
  override name = 'InvalidScalar';
  constructor(
    readonly direction: 'parse' | 'serialize',
    value: unknown,
    kind: string,
  ) {
    // A hostile value must not fill the log or the screen.
    const shown = (typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))).slice(0, 200);
    super(`Unable to ${direction} \`${shown}\` as a valid ${kind}.`);
  }
}
