// Why a payload was refused, in a closed list of kinds and in words that a person can act on.

export type PayloadProblemKind =
  | 'badEnvelope'
  | 'badTopic'
  | 'clientMismatch'
  | 'empty'
  | 'tooLarge'
  | 'notJson'
  | 'notAnObject'
  | 'noMetrics'
  | 'tooManyMetrics'
  | 'badMetricName'
  | 'badMetricValue'
  | 'plantMismatch'
  | 'badDeviceId'
  | 'tooManyChildren';

/** What was wrong with one payload. `message` quotes names from the payload escaped and shortened, never values. */
export interface PayloadProblem {
  kind: PayloadProblemKind;
  message: string;
}

/** Makes the result that adapters return for a payload that is refused. */
export function refuse(kind: PayloadProblemKind, message: string): { ok: false; problem: PayloadProblem } {
  return { ok: false, problem: { kind, message } };
}

/**
 * Returns `text` in double quotes, shortened to 40 characters, with everything that is not printable ASCII escaped, so
 * that a hostile name can neither break a log line nor reorder a sentence on the screen.
 */
export function quote(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}...` : text;
  return JSON.stringify(short).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
