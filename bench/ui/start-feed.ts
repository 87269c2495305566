// Runs the feed of a fleet beside a measurement.
import { runScript } from '../child-process';
import type { FeedRequest } from './feed-fleet';

/** Starts it. Resolves, when its time is over, with the updates that it told a second. Throws an Error when it fails. */
export async function startFeed(request: FeedRequest): Promise<number> {
  const { told, seconds } = await runScript<{ told: number; seconds: number }>(
    'bench/ui/feed-fleet.ts',
    request,
    'The feed',
  );
  return told / seconds;
}
