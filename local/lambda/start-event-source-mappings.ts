// Connects every queue of the assembly to the function that is mapped to it.
import type { Assembly } from '../assembly/assembly';
import { type Clock, systemClock } from '../settings/clock';
import type { Queues } from '../sqs/start-queues';
import { type BatchFailure, runEventSourceMapping } from './event-source-mapping';
import { type MappingDefinition, mappingDefinitions } from './event-source-mapping-definition';
import type { Functions } from './start-functions';

/** AWS would refuse to create this mapping; the message says what the role lacks. */
export class MappingRefusedError extends Error {
  override name = 'MappingRefusedError';
}

// CreateEventSourceMapping checks that the function's role may do these on the queue (Lambda developer guide, SQS).
const NEEDED_ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

// Longer than any batch that goes well; what is still running then is delivered again after the next start.
const STOP_WITHIN_MS = 5_000;

/**
 * Starts the mappings that are enabled. Throws MappingRefusedError when a function's role lacks a permission on its queue,
 * and an Error for a queue or function that is not in the template; nothing runs then. `onFailure` hears of every batch
 * with messages that failed.
 */
export function startEventSourceMappings(options: {
  assembly: Assembly;
  queues: Pick<Queues, 'queue'>;
  functions: Pick<Functions, 'invoke' | 'roleArnOf' | 'timeoutMsOf'>;
  isAllowed(roleArn: string, action: string, resource: string): boolean;
  clock?: Clock;
  onFailure?: (failure: BatchFailure) => void;
}): { stop(): Promise<void> } {
  const { assembly, queues, functions, onFailure, clock = systemClock } = options;
  const checked = mappingDefinitions(assembly).map((mapping) => {
    const queue = queues.queue(mapping.queueArn);
    requirePermissions(mapping, functions.roleArnOf(mapping.functionArn), options.isAllowed);
    requireVisibility(mapping, queue.settings.visibilityTimeoutMs, functions.timeoutMsOf(mapping.functionArn));
    return { mapping, queue };
  });
  const stops = checked
    .filter(({ mapping }) => mapping.enabled)
    .map(({ mapping, queue }) =>
      runEventSourceMapping({ mapping, queue, functions, clock, ...(onFailure ? { onFailure } : {}) }),
    );
  return {
    async stop() {
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise((resolve) => {
        timer = setTimeout(resolve, STOP_WITHIN_MS);
      });
      await Promise.race([Promise.all(stops.map((stop) => stop())), patience]);
      clearTimeout(timer);
    },
  };
}

function requirePermissions(
  { logicalId, queueArn }: MappingDefinition,
  roleArn: string,
  isAllowed: (roleArn: string, action: string, resource: string) => boolean,
): void {
  const missing = NEEDED_ACTIONS.filter((action) => !isAllowed(roleArn, action, queueArn));
  if (missing.length === 0) return;
  throw new MappingRefusedError(
    `The event source mapping ${logicalId} cannot be made: ${roleArn} lacks ${missing.join(', ')} on ${queueArn}.`,
  );
}

// AWS refuses a queue whose messages would come back while the function may still be at work (CreateEventSourceMapping:
// "Queue visibility timeout is less than Function timeout").
function requireVisibility({ logicalId }: MappingDefinition, visibilityTimeoutMs: number, timeoutMs: number): void {
  if (visibilityTimeoutMs >= timeoutMs) return;
  throw new MappingRefusedError(
    `The event source mapping ${logicalId} cannot be made: the queue's visibility timeout of ${visibilityTimeoutMs / 1000} s is less than the function's timeout of ${timeoutMs / 1000} s.`,
  );
}
