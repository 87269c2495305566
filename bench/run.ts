// `npm run bench`: runs every part, or those that --only names, several times; prints a table and JSON, and writes
// bench/results.json.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureFleet } from './measure-fleet';
import { measureFullStore } from './measure-full-store';
import { measureIngest, measureIngestBatched } from './measure-ingest';
import { nodeRedPart } from './measure-node-red';
import { measureSoak } from './measure-soak';
import { measureStarts } from './measure-starts';
import { measureVisible } from './measure-visible';
import type { Part } from './part';
import { describeRun, gatherResults, type Measurement, type Report, readGoals, writeTable } from './results';
import { findNodeRed } from './start-node-red';

const peer = findNodeRed(process.env.PEERS_DIR);

// The soak takes its half an hour only when it is asked for.
const DEFAULT_PARTS: Record<string, Part> = {
  starts: measureStarts,
  visible: measureVisible,
  ...(peer.ok && { 'node-red': nodeRedPart(peer.nodeRed) }),
  ingest: measureIngest,
  'ingest-batched': measureIngestBatched,
  fleet: measureFleet,
  'full-store': measureFullStore,
};
const PARTS: Record<string, Part> = { ...DEFAULT_PARTS, soak: measureSoak };

const HELP = `Usage: npm run bench -- [options]
  --only NAME[,NAME]  parts to run: ${Object.keys(PARTS).join(', ')} (all but the soak when left out);
                      node-red is there when PEERS_DIR names a folder with Node-RED (docs/benchmarks.md)
  --runs N            how often each part runs (3)
  --seconds S         length of each ingest load (60); pages are watched for at most 15
  --samples N         readings in the full store (1000000)
  --minutes N         length of the soak (30)
  --quick             1 run, 5 seconds, 20000 readings
  --out FILE          where the results go (bench/results.json)`;

const { values: asked } = parseArgs({
  options: {
    only: { type: 'string' },
    runs: { type: 'string' },
    seconds: { type: 'string' },
    samples: { type: 'string' },
    minutes: { type: 'string', default: '30' },
    quick: { type: 'boolean', default: false },
    out: { type: 'string', default: join(import.meta.dirname, 'results.json') },
    help: { type: 'boolean', default: false },
  },
});
const names = asked.only?.split(',') ?? Object.keys(DEFAULT_PARTS);
const unknown = names.filter((name) => !Object.hasOwn(PARTS, name));
if (asked.help || unknown.length > 0) {
  console.log(unknown.length > 0 ? `There is no part ${unknown.join(', ')}.\n${HELP}` : HELP);
  process.exit(asked.help ? 0 : 1);
}
const number = (text: string | undefined, otherwise: number): number => {
  const value = Number(text ?? otherwise);
  if (!(value > 0)) throw new Error(`${text} is not a number above 0.`);
  return value;
};
const runs = number(asked.runs, asked.quick ? 1 : 3);
const notes = [nodeRedNote()];
const options = {
  seconds: number(asked.seconds, asked.quick ? 5 : 60),
  samples: number(asked.samples, asked.quick ? 20_000 : 1_000_000),
  minutes: number(asked.minutes, 30),
  say: (line: string) => console.error(line),
  note: (line: string) => notes.push(line),
};

const about = describeRun(process.argv.slice(2).join(' '));
const measurements: Measurement[] = [];
// Parts take turns, so that what else the machine does is shared among them.
for (let run = 1; run <= runs; run += 1) {
  for (const name of names) {
    console.error(`${name}, run ${run} of ${runs}`);
    const found = await PARTS[name]?.(options);
    for (const each of found ?? []) console.error(`  ${each.name}: ${each.value.toPrecision(4)} ${each.unit}`);
    measurements.push(...(found ?? []));
  }
}
const report: Report = { ...about, notes, results: gatherResults(measurements, readGoals()) };
writeFileSync(asked.out, `${JSON.stringify(report, null, 2)}\n`);
console.log(JSON.stringify(report, null, 2));
console.log(`\n${writeTable(report.results)}\n\n${notes.join('\n')}`);

function nodeRedNote(): string {
  if (!peer.ok) return `Node-RED was not run beside it: ${peer.problem}.`;
  if (!names.includes('node-red')) return 'Node-RED was not run beside it: --only leaves it out.';
  const { version, dashboardVersion } = peer.nodeRed;
  return `Node-RED ${version} with Dashboard ${dashboardVersion} ran beside it, without TLS, sign-in and storage.`;
}
