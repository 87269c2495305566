// From the envelope that the IoT rule makes to a reading, or to a reason why there is none.
import type { Adapted, JsonObject } from './adapters/adapted-reading';
import { isJsonObject } from './adapters/adapted-reading';
import { adaptEventEnvelope, isEventEnvelope } from './adapters/event-envelope';
import { adaptFlatReading } from './adapters/flat-reading';
import { adaptGatewayEnvelope } from './adapters/gateway-envelope';
import { decodeBase64, decodeUtf8 } from './decode-base64';
import { observedAt } from './observed-at';
import { parseTelemetryTopic, type TelemetryTopic } from './parse-topic';
import { type PayloadProblem, quote, refuse } from './payload-problem';
import { sampleId } from './sample-id';
import type { TelemetrySample } from './telemetry-sample';

// IoT Core accepts payloads of at most 128 KB (AWS IoT Core: message broker limits).
const MAX_PAYLOAD_BYTES = 128 * 1024;

/** What became of one envelope. A refused one keeps the thing whose topic it came on, null when even that is unknown. */
export type ParsedTelemetry =
  | { ok: true; thingName: string; gateway: string | null; receivedAt: number; samples: TelemetrySample[] }
  | { ok: false; thingName: string | null; receivedAt: number | null; problem: PayloadProblem };

/**
 * Reads one envelope of the telemetry rules: `{ payload (base64), topic, clientId, traceId, receivedAt (epoch ms) }`.
 * Takes any value and never throws. The thing is the topic's; a client that is not that thing is refused (`clientid()`
 * is `n/a` when the message did not arrive over MQTT, AWS IoT SQL reference). On a device's own topic the payload is flat
 * JSON or an event envelope, on a plant's topic a gateway's envelope.
 */
export function parseTelemetryRecord(record: unknown): ParsedTelemetry {
  const envelope = readEnvelope(record);
  if (!envelope) {
    const problem = refuse('badEnvelope', 'The message is not an envelope of the telemetry rules.').problem;
    return { ok: false, thingName: null, receivedAt: null, problem };
  }
  const { receivedAt } = envelope;
  const topic = parseTelemetryTopic(envelope.topic);
  if (!topic) {
    const problem = refuse('badTopic', `${quote(envelope.topic)} is no telemetry topic of a thing.`).problem;
    return { ok: false, thingName: null, receivedAt, problem };
  }
  const adapted = adapt(envelope, topic);
  if (!adapted.ok) return { ok: false, thingName: topic.thingName, receivedAt, problem: adapted.problem };
  const { thingName, metrics, ownId, ownTime } = adapted.reading;
  const time = observedAt(ownTime, receivedAt);
  const id = sampleId({ ...time, ownId, ownTime, metrics, receivedAt, traceId: envelope.traceId });
  return {
    ok: true,
    thingName,
    gateway: topic.shape === 'gateway' ? topic.thingName : null,
    receivedAt,
    samples: [{ thingName, sampleId: id, ...time, receivedAt, metrics }],
  };
}

interface Envelope {
  payload: string;
  topic: string;
  clientId: string | null;
  traceId: string;
  receivedAt: number;
}

function readEnvelope(record: unknown): Envelope | undefined {
  if (!isJsonObject(record)) return undefined;
  const { payload, topic, clientId, traceId, receivedAt } = record;
  if (typeof payload !== 'string' || typeof topic !== 'string') return undefined;
  if (typeof receivedAt !== 'number' || !Number.isSafeInteger(receivedAt) || receivedAt < 0) return undefined;
  const overMqtt = typeof clientId === 'string' && clientId !== '' && clientId.toLowerCase() !== 'n/a';
  return {
    payload,
    topic,
    clientId: overMqtt ? clientId : null,
    traceId: typeof traceId === 'string' ? traceId : '',
    receivedAt,
  };
}

function adapt(envelope: Envelope, topic: TelemetryTopic): Adapted {
  if (envelope.clientId !== null && envelope.clientId !== topic.thingName) {
    return refuse('clientMismatch', `Client ${quote(envelope.clientId)} may not report for this thing.`);
  }
  const parsed = parsePayload(envelope.payload);
  if (!parsed.ok) return parsed;
  if (topic.shape === 'gateway') return adaptGatewayEnvelope(parsed.payload, topic.thingName);
  return isEventEnvelope(parsed.payload)
    ? adaptEventEnvelope(parsed.payload, topic.thingName)
    : adaptFlatReading(parsed.payload, topic.thingName);
}

function parsePayload(base64: string): { ok: true; payload: JsonObject } | { ok: false; problem: PayloadProblem } {
  const bytes = decodeBase64(base64);
  if (!bytes) return refuse('badEnvelope', 'The payload in the envelope is not base64.');
  if (bytes.length === 0) return refuse('empty', 'The payload is empty.');
  if (bytes.length > MAX_PAYLOAD_BYTES) return refuse('tooLarge', 'The payload is larger than 128 KB.');
  const text = decodeUtf8(bytes);
  if (text === undefined) return refuse('notJson', 'The payload is not UTF-8 text; send JSON.');
  if (text.trim() === '') return refuse('empty', 'The payload is blank.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('notJson', 'The payload is text but not JSON.');
  }
  if (Array.isArray(value)) {
    return refuse('notAnObject', 'The payload is a list; publish each reading as a message of its own.');
  }
  if (!isJsonObject(value))
    return refuse('notAnObject', 'The payload is a bare value; give it a name: {"value": ...}.');
  return { ok: true, payload: value };
}
