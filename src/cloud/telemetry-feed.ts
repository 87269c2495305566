// The readings of one device: its full-rate feed and its stored windows.
import { parseTelemetrySamples } from '../../domain/telemetry/parse-telemetry-sample-row';
import type { TelemetrySample } from '../../domain/telemetry/telemetry-sample';
import { timeKey } from '../../domain/timeline/time-key';
import { requestPages } from './graphql';
import { keepSubscribed } from './keep-subscribed';
import { fieldOf } from './read-rows';

// Pages of one range come one after the other; ranges come side by side. So many that a day of a reading every ten seconds
// is one page each.
const RANGES = 12;
const SMALLEST_RANGE_MS = 10 * 60_000;

const READ = `query Window($thingName: ID!, $fromKey: String!, $toKey: String!, $nextToken: String) {
  readTelemetry(thingName: $thingName, fromKey: $fromKey, toKey: $toKey, nextToken: $nextToken) { samples nextToken } }`;

/** What the feed of one device hands on. `onReady`: what was published before may have been missed. */
export interface TelemetryFeedListener {
  onSamples: (samples: TelemetrySample[]) => void;
  onReady: () => void;
}

/** Subscribes to every reading of one device until the returned function is called. */
export function followTelemetry(thingName: string, listener: TelemetryFeedListener): () => void {
  return keepSubscribed({
    declarations: '($thingName: ID!)',
    body: 'onTelemetry(thingName: $thingName) { thingName samples }',
    variables: { thingName },
    onData: (data) => {
      const samples = parseTelemetrySamples(fieldOf(fieldOf(data, 'onTelemetry'), 'samples'));
      listener.onSamples(samples.filter((sample) => sample.thingName === thingName));
    },
    onReady: listener.onReady,
  });
}

/**
 * Splits a window into ranges of keys that together hold every reading of it exactly once, oldest first. Bounds are
 * epoch ms, both ends included.
 */
export function windowRanges(fromMs: number, toMs: number): [string, string][] {
  const count = Math.max(1, Math.min(RANGES, Math.ceil((toMs - fromMs) / SMALLEST_RANGE_MS)));
  const edges = Array.from({ length: count }, (_, index) => Math.floor(fromMs + ((toMs - fromMs) * index) / count));
  // A key is 15 digits, `#` and a hash: `~` sorts after every hash, so a range ends with its last millisecond.
  return edges.map((edge, index) => [timeKey(edge), `${timeKey((edges[index + 1] ?? toMs + 1) - 1)}~`]);
}

/**
 * Fetches the readings of one device between two moments (epoch ms), handing them on as they come, in no order. Resolves
 * after the last. Throws CloudError.
 */
export async function fetchTelemetry(
  thingName: string,
  fromMs: number,
  toMs: number,
  onSamples: (samples: TelemetrySample[]) => void,
): Promise<void> {
  await Promise.all(
    windowRanges(fromMs, toMs).map(([fromKey, toKey]) =>
      requestPages(READ, 'readTelemetry', { thingName, fromKey, toKey }, (page) =>
        onSamples(parseTelemetrySamples(fieldOf(page, 'samples'))),
      ),
    ),
  );
}
