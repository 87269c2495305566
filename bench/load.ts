// A process that publishes as devices, once: its options as JSON in, its result as JSON out. Bounded in count and time.
import { runningCloud } from '../local/cli/running-cloud';
import { deviceNames, readIdentities } from './devices';
import { nineMetrics } from './nine-metrics';
import { connectPlainly } from './plain-broker';
import { peakMemoryMb } from './processes';
import { type PhaseOutcome, publishPhases, publishReadings } from './publish-readings';
import { stamp } from './stamp';
import type { LoadOutcome, LoadRequest } from './start-load';

const MOST_SECONDS = 2 * 3600;
const MOST_RATE = 10_000;

const request = JSON.parse(process.argv[2] ?? '') as LoadRequest;
const { devices, phases } = request;
const bounded = phases.map(({ rate, seconds }) => ({
  rate: Math.min(rate, MOST_RATE),
  seconds: Math.min(seconds, MOST_SECONDS),
}));
const values: number[] = [];
let sent = 0;
const reading = (device: number) => {
  sent += 1;
  if (request.readings === 'nine') return { timestamp: Date.now(), seq: sent, ...nineMetrics(sent) };
  const metrics = { temperature: 20 + (sent % 50) / 10, humidity: 40 + (sent % 20), battery: 80 };
  if (request.readings === 'plain') return { timestamp: Date.now(), seq: sent, ...metrics };
  const sentAt = stamp(Date.now(), device);
  values.push(sentAt);
  return { sentAt, ...metrics };
};
const outcomes = await publish();
const outcome: LoadOutcome = { outcomes, values, peakMemoryMb: peakMemoryMb(process.pid) };
process.stdout.write(`${JSON.stringify(outcome)}\n`);
process.exit(0);

async function publish(): Promise<PhaseOutcome[]> {
  if ('plainPort' in request) {
    return publishPhases(await connectPlainly(request.plainPort, deviceNames(devices)), bounded, reading);
  }
  const { dataDirectory } = request;
  return publishReadings(runningCloud(dataDirectory), readIdentities(dataDirectory, devices), bounded, reading);
}
