// Runs the parts of a benchmark several times; prints a table and JSON, and puts the report beside those of the others.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Part, PartOptions } from './part';
import {
  describeRun,
  gatherResults,
  type Measurement,
  type Report,
  readGoals,
  readReports,
  replaceReport,
  writeTable,
} from './results';

interface Suite {
  /** What is typed to run it: `bench`. */
  command: string;
  /** Run unless --only says otherwise. */
  parts: Record<string, Part>;
  /** Run only when they are asked for: they take long. */
  onRequest: Record<string, Part>;
  /** More of the help text, and remarks for the report, given the names of the parts that run. */
  help?: string;
  notes?: (names: readonly string[]) => string[];
}

const number = (text: string | undefined, otherwise: number): number => {
  const value = Number(text ?? otherwise);
  if (!(value > 0)) throw new Error(`${text} is not a number above 0.`);
  return value;
};

/** Runs what the command line asks for. */
export async function runParts({ command, parts, onRequest, help = '', notes: firstNotes }: Suite): Promise<void> {
  const all = { ...parts, ...onRequest };
  const { values: asked } = parseArgs({
    options: {
      only: { type: 'string' },
      runs: { type: 'string' },
      seconds: { type: 'string' },
      samples: { type: 'string' },
      minutes: { type: 'string' },
      quick: { type: 'boolean', default: false },
      out: { type: 'string', default: join(import.meta.dirname, 'results.json') },
      help: { type: 'boolean', default: false },
    },
  });
  const names = asked.only?.split(',') ?? Object.keys(parts);
  const unknown = names.filter((name) => !Object.hasOwn(all, name));
  if (asked.help || unknown.length > 0) {
    const usage = `Usage: npm run ${command} -- [options]
  --only NAME[,NAME]  parts to run: ${Object.keys(parts).join(', ')}
                      or, only when asked for: ${Object.keys(onRequest).join(', ')}
  --runs N            how often each part runs (3)
  --seconds S         length of each load (60); pages are watched for at most 15
  --samples N         readings in the full store (1000000)
  --minutes N         length of what is run only when asked for (30)
  --quick             1 run, 5 seconds, 20000 readings
  --out FILE          where the results go (bench/results.json)${help}`;
    console.log(unknown.length > 0 ? `There is no part ${unknown.join(', ')}.\n${usage}` : usage);
    process.exit(asked.help ? 0 : 1);
  }
  const runs = number(asked.runs, asked.quick ? 1 : 3);
  const notes = firstNotes?.(names) ?? [];
  const options: PartOptions = {
    seconds: number(asked.seconds, asked.quick ? 5 : 60),
    samples: number(asked.samples, asked.quick ? 20_000 : 1_000_000),
    minutes: number(asked.minutes, 30),
    say: (line) => console.error(line),
    note: (line) => {
      if (!notes.includes(line)) notes.push(line);
    },
  };

  // A run of some parts does not take the place of a run of all.
  const suite = asked.only ? `${command} --only ${names.join(',')}` : command;
  const about = describeRun(suite, process.argv.slice(2).join(' '));
  const measurements: Measurement[] = [];
  // Parts take turns, so that what else the machine does is shared among them.
  for (let run = 1; run <= runs; run += 1) {
    for (const name of names) {
      console.error(`${name}, run ${run} of ${runs}`);
      const found = (await all[name]?.(options)) ?? [];
      for (const each of found) console.error(`  ${each.name}: ${each.value.toPrecision(4)} ${each.unit}`);
      measurements.push(...found);
    }
  }
  const report: Report = { ...about, notes, results: gatherResults(measurements, readGoals()) };
  writeFileSync(asked.out, `${JSON.stringify(replaceReport(readReports(asked.out), report), null, 2)}\n`);
  console.log(JSON.stringify(report, null, 2));
  console.log(`\n${writeTable(report.results)}\n\n${notes.join('\n')}`);
}
