// The recent numbers of a thing's metrics as one text. In a table they would be hundreds of values to encode, one by one,
// at every reading; as a text they are one.
import { parseJson, type Row } from '../rows/row-fields';
import type { LatestMetric } from './device-latest';

// Beside 200 metrics with long texts a row must stay below 400 KB (DynamoDB: item size).
const MAX_LENGTH = 128 * 1024;

/**
 * Returns the recent numbers of all metrics as JSON: `{ "<metric>": [[epoch ms, ...], [number, ...]] }`, both oldest
 * first. Returns `{}` when that would be longer than 131,072 characters: a thing with so much to say does without.
 */
export function encodeRecent(metrics: Readonly<Record<string, LatestMetric>>): string {
  const entries = Object.entries(metrics).filter(([, { recent }]) => recent.length > 0);
  const text = JSON.stringify(Object.fromEntries(entries.map(([name, m]) => [name, [m.recentAt ?? [], m.recent]])));
  return text.length <= MAX_LENGTH ? text : '{}';
}

/** Returns the recent numbers of one metric from what `encodeRecent` made; none when the text does not have them. */
export function decodeRecent(text: unknown): (name: string) => { recent: number[]; recentAt: number[] } {
  const parsed = typeof text === 'string' ? parseJson(text) : undefined;
  const byName = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as Row;
  return (name) => {
    const pair = Object.hasOwn(byName, name) ? byName[name] : undefined;
    const [recentAt, recent] = Array.isArray(pair) ? pair.map(numbers) : [];
    const isWhole = recent !== undefined && recentAt !== undefined && recent.length === recentAt.length;
    return isWhole ? { recent, recentAt } : { recent: [], recentAt: [] };
  };
}

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number' && Number.isFinite(item)) : [];
}
