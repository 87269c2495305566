// The values of one reading: which names and values are accepted. What is not a metric at all is the adapters' business.
import { type PayloadProblem, quote, refuse } from './payload-problem';
import type { Metrics, MetricValue } from './telemetry-sample';

const MAX_METRICS = 200;
const MAX_NAME_LENGTH = 64;
const MAX_TEXT_LENGTH = 256;
// DynamoDB stores numbers up to 9.99e125 in magnitude and down to 1e-130 (DynamoDB: naming rules and data types).
const LARGEST = 1e125;
const SMALLEST = 1e-125;

// Controls, marks that reorder or hide text on a screen, and halves of a character that no store can encode.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}]/u;
const HALF_CHARACTER = /\p{Cs}/u;

/**
 * Returns the metrics of one reading, or why they are refused. A metric is a finite number of at most 1e125 in magnitude
 * (one below 1e-125 becomes 0), a text of at most 256 characters or a flag; texts such as `"21.5"` or `"NaN"` stay
 * texts. A null is dropped: "no value" erases nothing. One illegal name or value refuses the whole reading, because half a
 * reading would look like a whole one: names are 1-64 characters without control characters and none that every
 * JavaScript object has (`__proto__`, `constructor`, ...); objects and lists are no values, send `a.b` as a name of its
 * own instead. At least 1 and at most 200 metrics. Never throws.
 */
export function parseMetrics(
  entries: readonly (readonly [string, unknown])[],
): { ok: true; metrics: Metrics } | { ok: false; problem: PayloadProblem } {
  const metrics: Metrics = {};
  let count = 0;
  for (const [name, raw] of entries) {
    if (!isMetricName(name)) {
      return refuse('badMetricName', `${quote(name)} cannot be a metric's name (1-64 printable characters).`);
    }
    if (raw === null || raw === undefined) continue;
    const value = metricValue(raw);
    if (value === undefined) {
      return refuse('badMetricValue', `The value of ${quote(name)} is ${describe(raw)}.`);
    }
    metrics[name] = value;
    count += 1;
    if (count > MAX_METRICS) return refuse('tooManyMetrics', `More than ${MAX_METRICS} metrics in one reading.`);
  }
  if (count === 0) return refuse('noMetrics', 'The payload has no metric: send at least one named value.');
  return { ok: true, metrics };
}

/** Says whether a metric may have this name; the same test guards what the app reads back. */
export function isMetricName(name: string): boolean {
  if (name.length < 1 || name.length > MAX_NAME_LENGTH || UNPRINTABLE.test(name)) return false;
  // A name that every object already has could be mistaken for a value, or change an object's nature.
  return !(name in Object.prototype) && name !== 'prototype';
}

/** Returns `raw` as a metric's value, or undefined when it is none. */
export function metricValue(raw: unknown): MetricValue | undefined {
  switch (typeof raw) {
    case 'boolean':
      return raw;
    case 'string':
      return raw.length <= MAX_TEXT_LENGTH && !HALF_CHARACTER.test(raw) ? raw : undefined;
    case 'number':
      if (!(Math.abs(raw) <= LARGEST)) return undefined;
      return Math.abs(raw) < SMALLEST ? 0 : raw;
    default:
      return undefined;
  }
}

function describe(raw: unknown): string {
  if (typeof raw === 'string') {
    return raw.length > MAX_TEXT_LENGTH ? `a text longer than ${MAX_TEXT_LENGTH} characters` : 'a broken text';
  }
  if (typeof raw === 'number') return 'a number too large to store';
  return Array.isArray(raw) ? 'a list; a metric is one value' : 'an object; send each of its values as its own metric';
}
