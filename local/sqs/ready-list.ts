// First in, first out, for messages that wait: cheap at any length, and tolerant of entries that left by another door.

/** A queue of `T`; entries for which `isStill` has turned false are skipped. */
export class ReadyList<T> {
  #items: (T | undefined)[] = [];
  #head = 0;
  #size = 0;

  constructor(private readonly isStill: (item: T) => boolean) {}

  /** How many entries could be shifted. */
  get size(): number {
    return this.#size;
  }

  push(item: T): void {
    this.#items.push(item);
    this.#size += 1;
  }

  /** Says that one entry has stopped being ready without being shifted. */
  discard(): void {
    this.#size -= 1;
    // Nobody shifts from a queue that is only filled and purged: let go of the bodies.
    if (this.#size === 0) this.#clear();
  }

  /** The oldest entry that is still ready, or undefined. */
  shift(): T | undefined {
    while (this.#head < this.#items.length) {
      const item = this.#items[this.#head];
      this.#items[this.#head] = undefined;
      this.#head += 1;
      if (item === undefined || !this.isStill(item)) continue;
      this.#size -= 1;
      if (this.#size === 0) this.#clear();
      // Moved down only when half of the array is behind us, so that each entry is copied a constant number of times.
      else if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
        this.#items = this.#items.slice(this.#head);
        this.#head = 0;
      }
      return item;
    }
    return undefined;
  }

  #clear(): void {
    this.#items = [];
    this.#head = 0;
  }
}
