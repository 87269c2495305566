// A list that stays in order while a few of its many items change: the others are neither looked at again nor sorted.

/** Named items in order. */
export interface OrderedList<Item extends { name: string }> {
  /** Takes new states of some items, each at most once, null for one that goes. Returns whether the list is another one now. */
  take(changes: Iterable<readonly [name: string, item: Item | null]>): boolean;
  /** All items in order; the same array until it changes. */
  items(): readonly Item[];
  get(name: string): Item | undefined;
}

/**
 * Makes an empty list. `compare` must tell every two items apart; `isSame` says that an item need not be exchanged. One
 * call of `take` with k changes sorts those k and walks once along the list, comparing nothing but places.
 */
export function createOrderedList<Item extends { name: string }>(
  compare: (a: Item, b: Item) => number,
  isSame: (a: Item, b: Item) => boolean,
): OrderedList<Item> {
  const byName = new Map<string, Item>();
  let ordered: Item[] = [];

  return {
    take(changes) {
      const leaving = new Set<Item>();
      const coming: Item[] = [];
      for (const [name, item] of changes) {
        const before = byName.get(name);
        if (before && item && isSame(before, item)) continue;
        if (before) leaving.add(before);
        if (item) {
          byName.set(name, item);
          coming.push(item);
        } else byName.delete(name);
      }
      if (leaving.size === 0 && coming.length === 0) return false;
      const staying = leaving.size > 0 ? ordered.filter((item) => !leaving.has(item)) : ordered;
      ordered = merge(staying, coming.sort(compare), compare);
      return true;
    },
    items: () => ordered,
    get: (name) => byName.get(name),
  };
}

function merge<Item>(long: readonly Item[], short: readonly Item[], compare: (a: Item, b: Item) => number): Item[] {
  const merged: Item[] = [];
  let from = 0;
  for (const item of short) {
    const at = firstAfter(long, item, from, compare);
    for (let index = from; index < at; index += 1) merged.push(long[index] as Item);
    merged.push(item);
    from = at;
  }
  for (let index = from; index < long.length; index += 1) merged.push(long[index] as Item);
  return merged;
}

/** Returns the index of the first item from `from` on that stands behind `item`, by halving. */
function firstAfter<Item>(
  items: readonly Item[],
  item: Item,
  from: number,
  compare: (a: Item, b: Item) => number,
): number {
  let low = from;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(items[middle] as Item, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
