// A rule that the local cloud would not run as AWS does.

/** Stops the start, and names the rule and what about it is not supported. */
export class UnsupportedRuleError extends Error {
  override name = 'UnsupportedRuleError';
  constructor(
    readonly ruleName: string,
    problem: string,
    cause?: unknown,
  ) {
    super(`The IoT rule ${ruleName} cannot run in the local cloud: ${problem}`, { cause });
  }

  /** What a developer can do about it. */
  readonly resolution = 'Change the rule in amplify/iot, or support it in local/rules.';
}
