// Amplify Hosting's build, run as far as it can be without AWS: its own commands in a clean copy of the committed files,
// except the deployment itself, of which the synthesis of a branch is run instead. `npm ci` takes more than a minute:
// an unchanged package.json, lock file and build file are not proven twice on one machine, and where .ci/run has just run
// that very command in its clean clone (INSTALLED_BY_CI), what it installed is used.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './synthesized';

/** The commands of amplify.yml, in order: what stands below a `commands:` line as a list. */
function commandsOf(buildFile: string): string[] {
  return [...buildFile.matchAll(/^ {8}- (.+)$/gm)].map((match) => match[1] ?? '');
}

const inputs = ['package.json', 'package-lock.json', '.npmrc', 'amplify.yml'].map((file) =>
  readFileSync(join(ROOT, file)),
);
const stamp = join(ROOT, '.cache', `amplify-yml-${createHash('sha256').update(Buffer.concat(inputs)).digest('hex')}`);

describe('amplify.yml', () => {
  const commands = commandsOf(readFileSync(join(ROOT, 'amplify.yml'), 'utf8'));

  it('installs, deploys with a pinned tool, and builds', () => {
    expect(commands).toContain('npm ci');
    expect(commands).toContain('npm run build');
    expect(commands.filter((command) => /backend-cli@\d+\.\d+\.\d+ ampx pipeline-deploy/.test(command))).toHaveLength(
      1,
    );
  });

  it.skipIf(existsSync(stamp))(
    'runs in a clean copy, and a branch synthesizes there',
    () => {
      const copy = mkdtempSync(join(tmpdir(), 'fleetlight-build-'));
      try {
        const files = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT });
        execFileSync('tar', ['--null', '-T', '-', '-cf', join(copy, 'files.tar')], { cwd: ROOT, input: files });
        execFileSync('tar', ['-xf', 'files.tar'], { cwd: copy });
        const env = { ...process.env, AWS_BRANCH: 'main', AWS_APP_ID: 'd0000000000000', CI: 'true' };
        for (const command of commands) {
          if (command === 'npm ci' && process.env.INSTALLED_BY_CI) {
            execFileSync('cp', ['-al', join(ROOT, 'node_modules'), copy]);
          } else if (command.includes('pipeline-deploy')) {
            execFileSync('npm', ['run', '--silent', 'synth', '--', '--type', 'branch'], { cwd: copy, env });
          } else {
            execFileSync('bash', ['-c', command], { cwd: copy, env });
          }
        }
        expect(existsSync(join(copy, 'dist/index.html'))).toBe(true);
        mkdirSync(join(ROOT, '.cache'), { recursive: true });
        writeFileSync(stamp, '');
      } finally {
        rmSync(copy, { recursive: true, force: true });
      }
    },
    600_000,
  );
});
