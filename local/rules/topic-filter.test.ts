// The index against the rules of MQTT, spelled out a second time.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTopicIndex } from './topic-filter';

function matches(filter: string, topic: string): boolean {
  if (topic.startsWith('$') && /^[+#]/.test(filter)) return false;
  const names = topic.split('/');
  const levels = filter.split('/');
  if (levels.at(-1) === '#') {
    const stem = levels.slice(0, -1);
    return stem.length <= names.length && stem.every((level, index) => level === '+' || level === names[index]);
  }
  return levels.length === names.length && levels.every((level, index) => level === '+' || level === names[index]);
}

it.each([
  ['+/telemetry', 'esp32-1/telemetry', true],
  ['+/telemetry', '$aws/telemetry', false],
  ['#', '$aws/events', false],
  ['$aws/events/presence/connected/+', '$aws/events/presence/connected/esp32-1', true],
  ['$aws/events/presence/connected/+', '$aws/events/presence/connect_failed/esp32-1', false],
  ['a/#', 'a', true],
  ['a/#', 'a/e/f', true],
  ['a/+', 'a', false],
  ['a/+', 'a/e/f', false],
  ['solar/+/data', 'solar//data', true],
])('%s on %s: %s', (filter, topic, expected) => {
  const index = createTopicIndex<string>();
  index.add(filter, filter);
  expect(index.find(topic)).toEqual(expected ? [filter] : []);
});

it('finds exactly the filters that match', () => {
  const level = fc.constantFrom('a', 'b', '+', '', '$s');
  const filters = fc.array(
    fc
      .tuple(fc.array(level, { minLength: 1, maxLength: 4 }), fc.boolean())
      .map(([levels, open]) => [...levels, ...(open ? ['#'] : [])].join('/')),
    { maxLength: 12 },
  );
  const topics = fc
    .array(fc.constantFrom('a', 'b', '', '$s', '+'), { minLength: 1, maxLength: 5 })
    .map((levels) => levels.join('/'));
  fc.assert(
    fc.property(
      filters,
      topics.filter((topic) => !topic.includes('+')),
      (all, topic) => {
        const index = createTopicIndex<string>();
        for (const filter of all) index.add(filter, filter);
        expect(index.find(topic).sort()).toEqual(all.filter((filter) => matches(filter, topic)).sort());
      },
    ),
  );
});
