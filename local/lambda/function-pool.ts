// The instances of one function: made when needed, kept warm, replaced when they break.
import { FunctionError } from '../settings/ports';
import type { FunctionWorker } from './function-worker';

/** See the file's head. `start` makes an instance. */
export class FunctionPool {
  readonly #workers = new Set<FunctionWorker>();
  readonly #idle: FunctionWorker[] = [];
  readonly #waiting: { resolve: (worker: FunctionWorker) => void; reject: (error: FunctionError) => void }[] = [];
  #stopped = false;

  constructor(
    private readonly start: () => FunctionWorker,
    private readonly maxWorkers: number,
  ) {}

  /** Handles `event` on an idle instance, on a new one, or, when there are as many as may be, on the first that is free. */
  async invoke(event: unknown): Promise<unknown> {
    const worker = await this.#acquire();
    try {
      return await worker.invoke(event);
    } finally {
      this.#release(worker);
    }
  }

  /** Has one instance ready. Throws FunctionError when its bundle cannot be loaded. */
  async warm(): Promise<void> {
    const worker = await this.#acquire();
    try {
      await worker.whenReady();
    } finally {
      this.#release(worker);
    }
  }

  /** Ends all instances; what waits for one is refused. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const waiting of this.#waiting.splice(0)) waiting.reject(stopping());
    await Promise.all([...this.#workers].map((worker) => worker.stop()));
  }

  #acquire(): Promise<FunctionWorker> {
    if (this.#stopped) return Promise.reject(stopping());
    // The one that was used last is the warmest. One that broke while it was idle is passed over.
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (idle.isUsable) return Promise.resolve(idle);
      this.#workers.delete(idle);
    }
    if (this.#workers.size < this.maxWorkers) return Promise.resolve(this.#startOne());
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #release(worker: FunctionWorker): void {
    if (!worker.isUsable) this.#workers.delete(worker);
    const next = this.#waiting.shift();
    if (next) next.resolve(worker.isUsable ? worker : this.#startOne());
    else if (worker.isUsable) this.#idle.push(worker);
  }

  #startOne(): FunctionWorker {
    const worker = this.start();
    this.#workers.add(worker);
    return worker;
  }
}

function stopping(): FunctionError {
  return new FunctionError('The local cloud is stopping.', 'ServiceException');
}
