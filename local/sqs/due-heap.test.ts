import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DueHeap } from './due-heap';

test('what is left comes out in the order in which it falls due', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ dueAt: fc.nat(50), removed: fc.boolean() })), (given) => {
      const heap = new DueHeap<{ dueAt: number; heapIndex: number }>();
      const items = given.map(({ dueAt, removed }) => ({ dueAt, removed, heapIndex: -1 }));
      for (const item of items) heap.push(item);

      for (const item of items) if (item.removed) heap.remove(item);
      const out: number[] = [];
      for (let next = heap.peek(); next; next = heap.peek()) {
        out.push(next.dueAt);
        heap.remove(next);
      }

      const left = items.filter(({ removed }) => !removed).map(({ dueAt }) => dueAt);
      expect(out).toEqual(left.sort((a, b) => a - b));
      expect(heap.size).toBe(0);
    }),
  );
});
