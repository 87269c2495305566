// Things in the order in which they fall due. A binary heap from which anything can be taken out at once, because a
// deleted message must not stay in memory until its visibility timeout would have lapsed.

/** What a DueHeap orders. `heapIndex` belongs to the heap; -1 means "not in it". */
export interface Due {
  dueAt: number;
  heapIndex: number;
}

/** A min-heap by `dueAt`. */
export class DueHeap<T extends Due> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** What falls due first, or undefined. */
  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    this.#set(this.#items.length, item);
    this.#rise(item);
  }

  /** Takes out `item`; nothing happens when it is not in the heap. */
  remove(item: T): void {
    const index = item.heapIndex;
    if (this.#items[index] !== item) return;
    item.heapIndex = -1;
    const last = this.#items.pop();
    if (!last || last === item) return;
    this.#set(index, last);
    this.#rise(last);
    this.#sink(last);
  }

  #set(index: number, item: T): void {
    this.#items[index] = item;
    item.heapIndex = index;
  }

  #rise(item: T): void {
    while (item.heapIndex > 0) {
      const parent = this.#items[(item.heapIndex - 1) >> 1] as T;
      if (parent.dueAt <= item.dueAt) return;
      this.#swap(parent, item);
    }
  }

  #sink(item: T): void {
    for (;;) {
      const left = this.#items[2 * item.heapIndex + 1];
      const right = this.#items[2 * item.heapIndex + 2];
      const smaller = right && left && right.dueAt < left.dueAt ? right : left;
      if (!smaller || smaller.dueAt >= item.dueAt) return;
      this.#swap(item, smaller);
    }
  }

  #swap(a: T, b: T): void {
    const index = a.heapIndex;
    this.#set(b.heapIndex, a);
    this.#set(index, b);
  }
}
