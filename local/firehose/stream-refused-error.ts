// A delivery stream that AWS would not make, or that would not run here as it does there.

/** Stops the start, and names the delivery stream and what about it cannot be. */
export class StreamRefusedError extends Error {
  override name = 'StreamRefusedError';
  constructor(
    readonly logicalId: string,
    problem: string,
  ) {
    super(`The delivery stream ${logicalId} cannot run in the local cloud: ${problem}`);
  }

  /** What a developer can do about it. */
  readonly resolution = 'Change the delivery stream in amplify, or support it in local/firehose.';
}
