// What a run measured, as the table and results.json show it.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../tests/test-cloud';
import { percentile } from './statistics';

/** One number that one run of a part found. `value` is in `unit`. */
export interface Measurement {
  name: string;
  unit: string;
  value: number;
}

/** What the median of a measurement is held against. Below its `floor` a rate is not merely slow but too slow. */
export type Goal = { atMost: number } | { atLeast: number; floor?: number };

/** One measurement over all runs. `goal` and `met` are null where none was set, `floorMet` is there where a floor is. */
export interface Result {
  name: string;
  unit: string;
  median: number;
  p95: number;
  raw: number[];
  goal: Goal | null;
  met: boolean | null;
  floorMet?: boolean;
}

/** Everything that a run says about itself. `loadAverage` is that of the last minute before it began. */
export interface Report {
  /** What was run: `bench` or `bench:ui`, with the parts where not all of them were. */
  suite: string;
  commit: string;
  cpu: string;
  cores: number;
  node: string;
  startedAt: string;
  loadAverage: number;
  options: string;
  notes: string[];
  results: Result[];
}

/** Gathers the measurements of all runs by name, in the order in which they first came, and judges their medians. */
export function gatherResults(measurements: readonly Measurement[], goals: Readonly<Record<string, Goal>>): Result[] {
  const byName = new Map<string, Measurement[]>();
  for (const each of measurements) byName.set(each.name, [...(byName.get(each.name) ?? []), each]);
  return [...byName].map(([name, found]) => {
    const raw = found.map(({ value }) => round(value));
    const median = percentile(raw, 0.5);
    const goal = Object.hasOwn(goals, name) ? (goals[name] ?? null) : null;
    return {
      name,
      unit: found[0]?.unit ?? '',
      median,
      p95: percentile(raw, 0.95),
      raw,
      goal,
      met: goal && isMet(goal, median),
      ...(goal && 'floor' in goal && goal.floor !== undefined && { floorMet: median >= goal.floor }),
    };
  });
}

function isMet(goal: Goal, median: number): boolean {
  return 'atMost' in goal ? median <= goal.atMost : median >= goal.atLeast;
}

function round(value: number): number {
  return Number(value.toPrecision(5));
}

/** Returns the goals of bench/goals.json. */
export function readGoals(): Record<string, Goal> {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'goals.json'), 'utf8')) as Record<string, Goal>;
}

/** Returns the reports in a file of results; none when there is no such file. */
export function readReports(file: string): Report[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report[]) : [];
}

/** Puts a report in the place of the last one of its suite; the others stay. */
export function replaceReport(reports: readonly Report[], report: Report): Report[] {
  return [...reports.filter(({ suite }) => suite !== report.suite), report].sort((left, right) =>
    left.suite < right.suite ? -1 : 1,
  );
}

/** Returns what is true of the machine and the code as a run begins. */
export function describeRun(suite: string, options: string): Omit<Report, 'notes' | 'results'> {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--', 'amplify', 'domain', 'local', 'src', 'bench').length > 0;
  return {
    suite,
    commit: git('rev-parse', 'HEAD') + (changed ? ' with uncommitted changes' : ''),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    node: process.version,
    startedAt: new Date().toISOString(),
    loadAverage: loadavg()[0] ?? 0,
    options,
  };
}

/** Writes results as an aligned table. */
export function writeTable(results: readonly Result[]): string {
  const rows = results.map(({ name, unit, median, p95, raw, goal, met, floorMet }) => [
    name,
    `${median} ${unit}`,
    String(p95),
    String(raw.length),
    goal === null ? '' : 'atMost' in goal ? `<= ${goal.atMost}` : `>= ${goal.atLeast}`,
    met === null
      ? ''
      : met
        ? 'met'
        : `MISSED${floorMet === undefined ? '' : floorMet ? ', floor met' : ', floor, too'}`,
  ]);
  const table = [['measure', 'median', 'p95', 'runs', 'goal', ''], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
