// `npm test`: everything, in the order in which a failure is cheapest to learn. What a machine lacks is installed when
// that is possible, and otherwise said (`NOT RUN`); with CI=true a NOT RUN is a failure.
import { spawnSync } from 'node:child_process';
import { ensureTool } from './ensure-tool';

interface Step {
  name: string;
  script: string;
  /** Programs outside npm that the step needs. */
  needs?: ('chromium' | 'mosquitto_pub')[];
}

const STEPS: Step[] = [
  { name: 'format, types, rooms, dead code', script: 'check' },
  { name: 'unit', script: 'test:unit' },
  { name: 'template', script: 'test:template' },
  { name: 'integration', script: 'test:integration', needs: ['mosquitto_pub'] },
  { name: 'build', script: 'build' },
  { name: 'browser', script: 'test:e2e', needs: ['chromium', 'mosquitto_pub'] },
];

const notRun: string[] = [];
for (const step of STEPS) {
  const missing = (step.needs ?? []).map((tool) => ensureTool(tool)).filter((problem) => problem !== null);
  if (missing.length > 0) {
    for (const problem of missing) notRun.push(`NOT RUN: ${step.name}, ${problem}`);
    continue;
  }
  const startedAt = performance.now();
  console.log(`\n--- ${step.name}`);
  const { status } = spawnSync('npm', ['run', '--silent', step.script], { stdio: 'inherit' });
  console.log(`--- ${step.name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  if (status !== 0) {
    console.error(`${step.name} failed. Run it alone with: npm run ${step.script}`);
    process.exit(1);
  }
}
for (const line of notRun) console.log(line);
if (notRun.length > 0 && process.env.CI === 'true') process.exit(1);
