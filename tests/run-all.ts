// `npm test`: everything, in the order in which a failure is cheapest to learn. What a machine lacks is installed when
// that is possible, and otherwise said (`NOT RUN`); with CI=true a NOT RUN is a failure.
import { type ChildProcess, spawn } from 'node:child_process';
import { ensureTool } from './ensure-tool';

interface Step {
  name: string;
  script: string;
  /** For vitest. */
  args?: string[];
  /** Programs outside npm that the step needs. */
  needs?: ('chromium' | 'mosquitto_pub')[];
}

/** As it comes, or only when it has ended, because something else is printing meanwhile. */
type Output = 'shown' | 'held';

const QUICK: Step[] = [
  { name: 'format, types, rooms, dead code', script: 'check' },
  { name: 'unit', script: 'test:unit' },
];
// Most of its time is `npm ci` in a clean copy, which leaves a core to the quick ones.
const TEMPLATE: Step[] = [{ name: 'template', script: 'test:template' }];
const BUILD: Step[] = [{ name: 'build', script: 'build' }];
const INTEGRATION: Step[] = [{ name: 'integration', script: 'test:integration', needs: ['mosquitto_pub'] }];
// Most of its time it waits for something to be down or to come back.
const FAULTS: Step[] = [{ name: 'faults', script: 'test:faults', needs: ['chromium'] }];
// These wait, too: for a simulated device to sleep and wake, for a channel's messages to be due.
const WAITING = ['tests/e2e/demo.test.ts', 'tests/e2e/discord.test.ts'];
const IN_BROWSER = { script: 'test:e2e', needs: ['chromium', 'mosquitto_pub'] } satisfies Partial<Step>;
const WAITING_BROWSER: Step[] = [{ name: 'browser, what waits', ...IN_BROWSER, args: WAITING }];
const BROWSER: Step[] = [{ name: 'browser', ...IN_BROWSER, args: WAITING.flatMap((file) => ['--exclude', file]) }];

const notRun: string[] = [];
await Promise.all([runAll(QUICK), runAll(TEMPLATE, 'held')]);
await runAll(BUILD);
await Promise.all([runAll(INTEGRATION), runAll([...FAULTS, ...WAITING_BROWSER], 'held')]);
await runAll(BROWSER);
for (const line of notRun) console.log(line);
if (notRun.length > 0 && process.env.CI === 'true') process.exit(1);

/** Runs steps one after the other, and ends the process at the first that fails. What they print is shown or held back. */
async function runAll(steps: readonly Step[], output: Output = 'shown'): Promise<void> {
  for (const step of steps) {
    const missing = (step.needs ?? []).map((tool) => ensureTool(tool)).filter((problem) => problem !== null);
    notRun.push(...missing.map((problem) => `NOT RUN: ${step.name}, ${problem}`));
    if (missing.length === 0 && !(await runStep(step, output))) process.exit(1);
  }
}

/** Runs a step and returns whether it passed. */
function runStep({ name, script, args = [] }: Step, output: Output): Promise<boolean> {
  const startedAt = performance.now();
  console.log(`\n--- ${name}${output === 'held' ? ', meanwhile' : ''}`);
  const command = args.length > 0 ? [script, '--', ...args] : [script];
  const child = spawn('npm', ['run', '--silent', ...command], {
    stdio: output === 'shown' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that it ends with us, whatever it has started.
    detached: output === 'held',
  });
  if (output === 'held') endWithUs(child);
  const held: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => held.push(chunk));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      process.stdout.write(Buffer.concat(held));
      console.log(`--- ${name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
      if (code !== 0) console.error(`${name} failed. Run it alone with: npm run ${command.join(' ')}`);
      resolve(code === 0);
    });
  });
}

function endWithUs(child: ChildProcess): void {
  process.once('exit', () => {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    if (child.pid !== undefined && !hasEnded) process.kill(-child.pid, 'SIGTERM');
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
}
