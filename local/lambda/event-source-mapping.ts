// Feeds a function from a queue. A message reaches an idle function at once; while the function is busy, batches fill by
// themselves; a backlog brings in further instances.
import type { Clock } from '../settings/clock';
import type { FunctionInvoker } from '../settings/ports';
import type { DurableQueue, ReceivedMessage } from '../sqs/durable-queue';
import { failedMessageIds } from './batch-outcome';
import type { MappingDefinition } from './event-source-mapping-definition';
import { queueEventRecord, splitByPayload } from './queue-event';

/** A batch of which messages failed; they are delivered again when their visibility timeout has lapsed. */
export interface BatchFailure {
  functionArn: string;
  queueArn: string;
  messageIds: readonly string[];
  /** What the function threw; null when it named the messages itself. */
  error: unknown;
}

// How long a message waits for a busy function before another instance is brought in for it.
const PATIENCE_MS = 20;

/** Starts feeding and returns what ends it: no new batch, and the running ones are waited for. */
export function runEventSourceMapping(options: {
  mapping: MappingDefinition;
  queue: DurableQueue;
  functions: FunctionInvoker;
  clock: Clock;
  onFailure?: (failure: BatchFailure) => void;
}): () => Promise<void> {
  const { mapping, queue, functions, clock, onFailure } = options;
  const running = new Set<Promise<void>>();
  let cancelHold: (() => void) | null = null;
  let heldLongEnough = false;
  let stopped = false;

  function pump(): void {
    while (!stopped && running.size < mapping.maxConcurrency) {
      const { available } = queue;
      if (available === 0) return;
      const holdMs = running.size === 0 ? mapping.windowMs : Math.max(mapping.windowMs, PATIENCE_MS);
      if (available < mapping.batchSize && holdMs > 0 && !heldLongEnough) {
        cancelHold ??= clock.after(holdMs, () => {
          cancelHold = null;
          heldLongEnough = true;
          pump();
        });
        return;
      }
      const batch = queue.receive(mapping.batchSize);
      cancelHold?.();
      cancelHold = null;
      heldLongEnough = false;
      if (batch.length === 0) return;
      const delivery = deliver(batch).finally(() => {
        running.delete(delivery);
        pump();
      });
      running.add(delivery);
    }
  }

  async function deliver(batch: readonly ReceivedMessage[]): Promise<void> {
    for (const part of splitByPayload(batch)) await deliverPart(part);
  }

  async function deliverPart(part: readonly ReceivedMessage[]): Promise<void> {
    const messageIds = part.map(({ messageId }) => messageId);
    const { functionArn, queueArn } = mapping;
    try {
      const event = { Records: part.map((message) => queueEventRecord(message, queueArn)) };
      const answer = await functions.invoke(functionArn, event);
      const failed = failedMessageIds(mapping.reportsItemFailures ? answer : null, messageIds);
      queue.delete(part.filter(({ messageId }) => !failed.has(messageId)).map(({ receiptHandle }) => receiptHandle));
      if (failed.size > 0) onFailure?.({ functionArn, queueArn, messageIds: [...failed], error: null });
    } catch (error) {
      onFailure?.({ functionArn, queueArn, messageIds, error });
    }
  }

  const stopListening = queue.onAvailable(pump);
  pump();
  return async () => {
    stopped = true;
    stopListening();
    cancelHold?.();
    await Promise.all(running);
  };
}
