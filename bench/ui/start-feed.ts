// Runs the feed of a fleet beside a measurement.
import { ROOT } from '../../tests/test-cloud';
import { spawnNode } from '../child-process';
import type { FeedRequest } from './feed-fleet';

/** Starts it. Resolves, when its time is over, with the updates that it told a second. Throws an Error when it fails. */
export function startFeed(request: FeedRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawnNode(['--import', 'tsx', 'bench/ui/feed-fleet.ts', JSON.stringify(request)], { cwd: ROOT });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.on('data', (chunk) => {
        output[name] += chunk;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      if (code !== 0) return reject(new Error(`The feed ended with code ${code}:\n${output.stderr}`));
      const { told, seconds } = JSON.parse(output.stdout) as { told: number; seconds: number };
      resolve(told / seconds);
    });
  });
}
