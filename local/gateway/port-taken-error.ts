// A port that another program holds, said so that a person can act on it.

/** The port cannot be listened on; `setting` is the name of what changes it. */
export class PortTakenError extends Error {
  override name = 'PortTakenError';
  readonly resolution: string;
  constructor(
    readonly port: number,
    readonly setting: string,
  ) {
    super(`Port ${port} is taken by another program. Set ${setting} to a free port, or stop that program.`);
    this.resolution = `Set ${setting} to a free port.`;
  }
}
