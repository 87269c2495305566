// Starts the load as a process of its own and hands back what it found.
import { runScript } from './child-process';
import type { Phase, PhaseOutcome } from './publish-readings';

/** A running cloud, by its data folder, or a broker of this machine that asks for neither TLS nor keys. */
export type LoadTarget = { dataDirectory: string } | { plainPort: number };

export type LoadRequest = LoadTarget & {
  devices: number;
  phases: readonly Phase[];
  /** `stamped`: each carries its own send time. `nine`: nine metrics each. */
  readings: 'plain' | 'stamped' | 'nine';
};

export interface LoadOutcome {
  /** One for each phase. */
  outcomes: PhaseOutcome[];
  /** The stamped values of all phases, in order. */
  values: number[];
  peakMemoryMb: number;
}

/** Runs one load to its end. Throws an Error with its output when it fails. */
export function startLoad(request: LoadRequest): Promise<LoadOutcome> {
  return runScript('bench/load.ts', request, 'The load');
}
