// The one error that rules SQL knows. Where the statement is wrong it stops the start; where a message does not fit, the
// message is skipped.

/**
 * What is wrong with a statement, or why it cannot be evaluated for one message. `syntax` and `unsupported` are found
 * when a rule is read; `evaluation` belongs to one message and never reaches a rule's error action (AWS IoT: SQL errors
 * do not trigger it).
 */
export class SqlError extends Error {
  override name = 'SqlError';
  constructor(
    readonly kind: 'syntax' | 'unsupported' | 'evaluation',
    message: string,
  ) {
    super(message);
  }
}
