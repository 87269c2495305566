// What a part of the benchmark is given and what it hands back.
import type { Measurement } from './results';

export interface PartOptions {
  /** How long each load lasts. */
  seconds: number;
  /** Readings in the full store. */
  samples: number;
  /** How long the soak lasts. */
  minutes: number;
  /** Says what is going on. */
  say: (line: string) => void;
  /** Puts a remark into the report. */
  note: (line: string) => void;
}

/** One run of one part. */
export type Part = (options: PartOptions) => Promise<Measurement[]>;
