// Readings: two rules, one queue, core-telemetry.
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type FunctionQueue, queueForFunction, ruleToQueue } from './queued-rule';

// Any payload, JSON or not, travels as base64 in an envelope: nothing is parsed before core-telemetry, so "not JSON" is
// a reject with a reason instead of a silent SQL error, and payload keys cannot collide with the envelope's.
const ENVELOPE =
  "SELECT encode(*, 'base64') AS payload, topic() AS topic, clientid() AS clientId, principal() AS principal, " +
  'traceid() AS traceId, timestamp() AS receivedAt';

/** Feeds `<thingName>/telemetry` and `solar/<plantId>/data` to `coreTelemetry`, through the queue that it returns. */
export function ingestTelemetry(scope: Construct, coreTelemetry: IFunction, enabled: boolean): FunctionQueue {
  const queue = queueForFunction(scope, 'Telemetry', coreTelemetry, {
    timeoutSeconds: 30,
    batchSize: 10,
    batchWindowSeconds: 0,
    maxConcurrency: 10,
  });
  ruleToQueue(
    scope,
    'DeviceTelemetryRule',
    { sql: `${ENVELOPE} FROM '+/telemetry'`, description: 'Readings of devices, to core-telemetry', enabled },
    queue,
  );
  ruleToQueue(
    scope,
    'GatewayTelemetryRule',
    { sql: `${ENVELOPE} FROM 'solar/+/data'`, description: 'Readings of gateways, to core-telemetry', enabled },
    queue,
  );
  return queue;
}
