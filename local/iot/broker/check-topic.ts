// Which topics may be used at all, before any policy is asked: length, depth and the reserved `$` space.
import { isShadowFilter, parseShadowRequestTopic } from '../shadows/shadow-topic';
import type { ProtocolLimits } from './protocol-limits';

const BASIC_INGEST = /^\$aws\/rules\/[^/]+\/./;

/**
 * Says whether a message goes to a rule alone (AWS IoT: Basic Ingest). Nobody hears it: such topics cannot be subscribed to,
 * and wildcards at the start of a filter do not match `$` ([MQTT-4.7.2-1]).
 */
export function isBasicIngest(topic: string): boolean {
  return BASIC_INGEST.test(topic);
}

/** Returns why nobody may publish to the topic, or null. */
export function publishTopicProblem(topic: string, limits: ProtocolLimits): string | null {
  if (topic === '' || /[+#\0]/.test(topic)) return `the topic ${JSON.stringify(topic)} is not a topic name`;
  const isOpen = isBasicIngest(topic) || parseShadowRequestTopic(topic) !== null;
  return sizeProblem(topic, limits) ?? (isOpen ? null : reservedProblem(topic, 'published to'));
}

/** Returns why no message to the topic may be retained, or null (AWS IoT Core: MQTT retained messages). */
export function retainTopicProblem(topic: string): string | null {
  return topic.startsWith('$') ? `${JSON.stringify(topic)} is reserved and cannot be published to with RETAIN` : null;
}

/** Returns why the filter breaks the protocol's limits, which ends the connection, or null. */
export function filterSizeProblem(filter: string, limits: ProtocolLimits): string | null {
  return filter.includes('\0') ? 'the topic filter contains U+0000' : sizeProblem(filter, limits);
}

/** Returns why the filter is refused although its form is right, or null. */
export function filterReservedProblem(filter: string): string | null {
  // Events of the broker itself, and shadows, are for whoever has the permission.
  if (filter.startsWith('$aws/events/') || isShadowFilter(filter)) return null;
  return reservedProblem(filter, 'subscribed to');
}

function sizeProblem(topic: string, limits: ProtocolLimits): string | null {
  if (Buffer.byteLength(topic) > limits.topicBytes) return `a topic is limited to ${limits.topicBytes} bytes`;
  const slashes = topic.split('/').length - 1 - (isBasicIngest(topic) ? 3 : 0);
  return slashes > limits.topicSlashes ? `a topic is limited to ${limits.topicSlashes} forward slashes` : null;
}

function reservedProblem(topic: string, use: string): string | null {
  if (!topic.startsWith('$')) return null;
  const shown = JSON.stringify(topic);
  if (topic.startsWith('$share/')) {
    return `shared subscriptions are not supported by the local cloud, so ${shown} cannot be ${use}`;
  }
  return `${shown} is reserved and cannot be ${use}`;
}
