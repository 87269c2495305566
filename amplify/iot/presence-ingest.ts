// Presence: who connected and who is gone, to core-status, and a little later to the channel.
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type FunctionQueue, queueForFunction, ruleToQueue } from './queued-rule';

// A rule each, which names its event: connect_failed, which anybody can cause in a healthy device's name, says nothing of
// presence, and core-status keeps it apart by its type.
const SELECT = 'SELECT *, traceid() AS traceId, timestamp() AS receivedAt';

const RULES = {
  ConnectedRule: { event: 'connected', description: 'Devices that connected, to core-status and Discord' },
  DisconnectedRule: { event: 'disconnected', description: 'Devices that disconnected, to core-status and Discord' },
  ConnectFailedRule: { event: 'connect_failed', description: 'Connections that were refused, to core-status' },
};

/**
 * Feeds connections, disconnections and refused connections to `coreStatus`, through the queue that it returns, and the
 * first two to `discord`.
 */
export function ingestPresence(
  scope: Construct,
  coreStatus: IFunction,
  discord: FunctionQueue,
  enabled: boolean,
): FunctionQueue {
  const queue = queueForFunction(scope, 'Presence', coreStatus, {
    timeoutSeconds: 30,
    batchSize: 10,
    batchWindowSeconds: 0,
    maxConcurrency: 2,
  });
  for (const [name, { event, description }] of Object.entries(RULES)) {
    const rule = { sql: `${SELECT} FROM '$aws/events/presence/${event}/+'`, description, enabled };
    ruleToQueue(scope, name, rule, queue, ...(event === 'connect_failed' ? [] : [discord]));
  }
  return queue;
}
