import { expect, it } from 'vitest';
import { fetchPresenceCounts } from './presence-counts';

const NOW = Date.parse('2025-10-09T10:02:00Z');
const MINUTE = 60_000;

it('asks for both days that 24 hours touch, and returns the counts in order, without what is none', async () => {
  const asked: unknown[] = [];
  const count = (at: number) => ({ at, online: 3, offline: 1, stale: 0, unknown: 0 });
  const counts = await fetchPresenceCounts(NOW, async (_document, field, of) => {
    asked.push({ field, ...of });
    const items =
      of?.day === '2025-10-09'
        ? [count(NOW - 2 * MINUTE), null, { at: NOW }]
        : [count(NOW - 24 * 60 * MINUTE), count(NOW - 1437 * MINUTE)];
    return { items };
  });

  expect(asked).toEqual([
    { field: 'listPresenceCounts', day: '2025-10-08', since: '10:02' },
    { field: 'listPresenceCounts', day: '2025-10-09', since: '00:00' },
  ]);
  expect(counts.map(({ at }) => (NOW - at) / MINUTE)).toEqual([1437, 2]);
});
