// The identity of a reading, so that a redelivery overwrites itself.
import { hashText } from '../timeline/hash-text';
import { timeKey } from '../timeline/time-key';
import type { Metrics } from './telemetry-sample';

/** What a reading's identity is made of. `ownId` and `ownTime` are the payload's, as it wrote them; undefined without. */
export interface SampleIdentity {
  observedAt: number;
  ownId: unknown;
  ownTime: unknown;
  metrics: Metrics;
  receivedAt: number;
  traceId: string;
}

/**
 * Returns the sort key of a reading: the zero-padded observedAt, `#`, and a hash of the payload's own id, own time and
 * metrics in sorted order. A payload with neither id nor time is identified by its arrival instead (receivedAt and the
 * broker's trace id): a queue's redelivery repeats it exactly, but an MQTT resend is stored twice. The same holds for a
 * payload whose only identity is an id or a time that is not believed, because the key begins with the time of arrival.
 */
export function sampleId(identity: SampleIdentity): string {
  const { ownId, ownTime, metrics } = identity;
  const hasOwnIdentity = (ownId ?? ownTime ?? null) !== null;
  const canonical = Object.keys(metrics)
    .sort()
    .map((name) => [name, metrics[name]]);
  const parts = [ownId ?? null, ownTime ?? null, canonical];
  if (!hasOwnIdentity) parts.push(identity.receivedAt, identity.traceId);
  return `${timeKey(identity.observedAt)}#${hashText(JSON.stringify(parts))}`;
}
