// Presence: who connected and who is gone, to core-status.
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type FunctionQueue, queueForFunction, ruleToQueue } from './queued-rule';

// `$aws/events/presence/+/+` also matches connect_failed, which anybody can cause in a healthy device's name: two rules
// that name their event.
const SELECT = 'SELECT *, traceid() AS traceId, timestamp() AS receivedAt';

/** Feeds connections and disconnections to `coreStatus`, through the queue that it returns. */
export function ingestPresence(scope: Construct, coreStatus: IFunction, enabled: boolean): FunctionQueue {
  const queue = queueForFunction(scope, 'Presence', coreStatus, {
    timeoutSeconds: 30,
    batchSize: 10,
    batchWindowSeconds: 0,
    maxConcurrency: 2,
  });
  for (const event of ['connected', 'disconnected'] as const) {
    ruleToQueue(
      scope,
      event === 'connected' ? 'ConnectedRule' : 'DisconnectedRule',
      {
        sql: `${SELECT} FROM '$aws/events/presence/${event}/+'`,
        description: `Devices that ${event}, to core-status`,
        enabled,
      },
      queue,
    );
  }
  return queue;
}
