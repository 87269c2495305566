import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pageOf } from './page-of';

const identity = (item: string) => item;

it('visits every item once, in order, whatever the size of a page', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 30 }), fc.integer({ min: 1, max: 10 }), (list, limit) => {
      const seen: string[] = [];
      let token: string | undefined;
      do {
        const page = pageOf(list, identity, limit, token);
        seen.push(...page.items);
        token = page.nextToken;
      } while (token !== undefined);
      expect(seen).toEqual(list);
    }),
  );
});

it('goes on after the last item that was shown when others were added in between', () => {
  const { nextToken } = pageOf(['a', 'b', 'c'], identity, 2, undefined);
  expect(pageOf(['0', 'a', 'a2', 'b', 'c', 'd'], identity, 2, nextToken)).toEqual({
    items: ['c', 'd'],
    nextToken: undefined,
  });
});

it('refuses a token that is none', () => {
  expect(() => pageOf(['a'], identity, 1, 'nonsense')).toThrow('Invalid pagination token');
});
