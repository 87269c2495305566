// Refused payloads on the timeline: alike ones of one minute are one line with a count.
import type { PayloadProblem } from '../telemetry/payload-problem';
import type { DeviceEvent } from './device-event';
import { deviceEventId } from './event-id';

const MINUTE_MS = 60_000;

/** One refused payload of a thing; `receivedAt` is epoch ms. */
export interface Reject {
  thingName: string;
  receivedAt: number;
  problem: PayloadProblem;
}

/**
 * Returns one event per thing, UTC minute of arrival and kind of problem, each with how many fell together and with the
 * last one's words. Their ids depend on minute and kind alone, so that a later batch adds to the count of an earlier one
 * and a flood of bad payloads cannot flood the timeline.
 */
export function describeRejects(rejects: readonly Reject[]): DeviceEvent[] {
  const events = new Map<string, DeviceEvent>();
  for (const { thingName, receivedAt, problem } of rejects) {
    const at = Math.floor(receivedAt / MINUTE_MS) * MINUTE_MS;
    const eventId = deviceEventId(at, 'payloadRejected', [problem.kind]);
    const key = JSON.stringify([thingName, eventId]);
    const count = (events.get(key)?.count ?? 0) + 1;
    const detail = { reason: problem.kind, problem: problem.message };
    events.set(key, { thingName, eventId, at, kind: 'payloadRejected', severity: 'warning', detail, count });
  }
  return [...events.values()];
}
