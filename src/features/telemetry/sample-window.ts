// The readings of one device in memory: each once, in order of time, with the numbers of each metric ready to draw.
import type { TelemetrySample } from '../../../domain/telemetry/telemetry-sample';

/** One numeric metric over time. `times` (epoch ms) ascend; both lists have the same length and grow in place. */
export interface Series {
  times: number[];
  values: number[];
}

/** Ten readings a second over a day would be 864,000; a screen shows two per pixel at most. */
export const MAX_SAMPLES = 100_000;

/** Makes an empty window. */
export function createSampleWindow(maxSamples = MAX_SAMPLES) {
  let samples: TelemetrySample[] = [];
  let series = new Map<string, Series>();
  let version = 0;
  let forgotBeforeMs = Number.NEGATIVE_INFINITY;

  function append(sample: TelemetrySample) {
    for (const [metric, value] of Object.entries(sample.metrics)) {
      if (typeof value !== 'number') continue;
      let line = series.get(metric);
      if (!line) {
        line = { times: [], values: [] };
        series.set(metric, line);
      }
      line.times.push(sample.observedAt);
      line.values.push(value);
    }
  }

  function rebuild() {
    series = new Map();
    for (const sample of samples) append(sample);
  }

  return {
    /**
     * Takes readings in any order and any repetition; a repeated id is kept once. Returns whether anything changed. The
     * result depends only on which readings were given.
     */
    merge(incoming: readonly TelemetrySample[]): boolean {
      const fresh = [...incoming].sort(byId);
      const first = fresh[0];
      if (!first) return false;
      const last = samples.at(-1);
      const appended = (!last || last.sampleId < first.sampleId) && isUnique(fresh);
      if (appended) {
        for (const sample of fresh) {
          samples.push(sample);
          append(sample);
        }
      } else {
        const known = new Map(samples.map((sample) => [sample.sampleId, sample]));
        let changed = false;
        for (const sample of fresh) {
          const before = known.get(sample.sampleId);
          if (before && before.receivedAt >= sample.receivedAt) continue;
          known.set(sample.sampleId, sample);
          changed = true;
        }
        if (!changed) return false;
        samples = [...known.values()].sort(byId);
        rebuild();
      }
      if (samples.length > maxSamples) {
        // In one go every so often: rebuilding for every single reading would cost more than it frees.
        samples = samples.slice(-Math.ceil(maxSamples * 0.95));
        forgotBeforeMs = samples[0]?.observedAt ?? forgotBeforeMs;
        rebuild();
      }
      version += 1;
      return true;
    },

    /** Forgets readings observed before `fromMs`. */
    trim(fromMs: number): void {
      const keep = samples.findIndex((sample) => sample.observedAt >= fromMs);
      const drop = keep === -1 ? samples.length : keep;
      // Rebuilding for every single reading would cost more than it frees.
      if (drop === 0 || drop < samples.length / 8) return;
      samples = samples.slice(drop);
      rebuild();
      version += 1;
    },

    /** Forgets all readings but those observed between two moments, both included. */
    keep(fromMs: number, toMs: number): void {
      const kept = samples.filter(({ observedAt }) => observedAt >= fromMs && observedAt <= toMs);
      forgotBeforeMs = Number.NEGATIVE_INFINITY;
      if (kept.length === samples.length) return;
      samples = kept;
      rebuild();
      version += 1;
    },

    /** Before this moment readings were forgotten because there were too many; never: minus infinity. */
    forgotBeforeMs: () => forgotBeforeMs,

    /** All readings, oldest first; not to be changed. */
    samples: (): readonly TelemetrySample[] => samples,
    /** The numbers of one metric; empty when there are none. */
    series: (metric: string): Series => series.get(metric) ?? { times: [], values: [] },
    /** Grows with every change. */
    version: () => version,
  };
}

function byId(a: TelemetrySample, b: TelemetrySample): number {
  return a.sampleId < b.sampleId ? -1 : a.sampleId > b.sampleId ? 1 : 0;
}

function isUnique(sorted: readonly TelemetrySample[]): boolean {
  return sorted.every((sample, index) => index === 0 || sorted[index - 1]?.sampleId !== sample.sampleId);
}
