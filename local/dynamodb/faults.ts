// DynamoDB's bad days, for tests: the engine itself never throttles and never leaves an item unprocessed. Only whoever
// holds the object can ask for them; no request can.

/** What goes wrong, and for which requests. Without `operations` or `table`: for all that it applies to. */
export interface Fault {
  /**
   * `throttle`: ProvisionedThroughputExceededException. `refuseWrites`: InternalServerError for every write.
   * `unprocessed`: a batch leaves its last `items` items undone and says so. `invalid`: ValidationException for every
   * write, as when one item of a batch is not well-formed.
   */
  kind: 'throttle' | 'refuseWrites' | 'unprocessed' | 'invalid';
  operations?: readonly string[];
  table?: string;
  /** How many requests it hits; without end by default. */
  times?: number;
  /** For `unprocessed`; 1 by default. */
  items?: number;
}

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']);
const BATCHES = new Set(['BatchWriteItem', 'BatchGetItem']);

/** The faults under way; none at first. */
export class Faults {
  #active: (Fault & { left: number })[] = [];

  /** Whether nothing is to go wrong: then a request need not even be read. */
  get isQuiet(): boolean {
    return this.#active.length === 0;
  }

  /** Adds a fault. Returns what takes it away again. */
  inject(fault: Fault): () => void {
    const added = { ...fault, left: fault.times ?? Number.POSITIVE_INFINITY };
    this.#active.push(added);
    return () => {
      this.#active = this.#active.filter((other) => other !== added);
    };
  }

  /** Ends all faults. */
  clear(): void {
    this.#active = [];
  }

  /** The fault that hits this request, if any; it is counted as used. */
  take(operation: string, tables: readonly string[]): Fault | null {
    const hit = this.#active.find((fault) => {
      if ((fault.kind === 'refuseWrites' || fault.kind === 'invalid') && !WRITES.has(operation)) return false;
      if (fault.kind === 'unprocessed' && !BATCHES.has(operation)) return false;
      if (fault.operations && !fault.operations.includes(operation)) return false;
      return fault.table === undefined || tables.includes(fault.table);
    });
    if (!hit) return null;
    hit.left -= 1;
    if (hit.left <= 0) this.#active = this.#active.filter((other) => other !== hit);
    return hit;
  }
}
