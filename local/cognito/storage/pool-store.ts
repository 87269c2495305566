// cognito-local's data store on a durable file. Its own store answers before the disk has the data, and walks keys as
// property paths, which a username such as `__proto__` would abuse.
import path from 'node:path';
import type { DataStore } from 'cognito-local/lib/services/dataStore/dataStore.js';
import type { DataStoreFactory } from 'cognito-local/lib/services/dataStore/factory.js';
import { DurableJson } from './durable-json';

type Branch = Record<string, unknown>;
const DATE_KEYS = new Set(['UserCreateDate', 'UserLastModifiedDate', 'CreationDate', 'LastModifiedDate']);

const isBranch = (value: unknown): value is Branch => typeof value === 'object' && value !== null;

/** Makes one file `<directory>/<id>.json` per user pool, plus `clients.json`, as cognito-local asks for them. */
export class PoolStoreFactory implements DataStoreFactory {
  readonly #stores: PoolStore[] = [];

  constructor(private readonly directory: string) {}

  async create(_ctx: unknown, id: string, defaults: object): Promise<DataStore> {
    const file = path.join(this.directory, `${id}.json`);
    const document = await DurableJson.open<Branch>(
      file,
      () => structuredClone(defaults) as Branch,
      (key, value) => (DATE_KEYS.has(key) && typeof value === 'string' ? new Date(value) : value),
    );
    const store = new PoolStore(document);
    this.#stores.push(store);
    return store;
  }

  /** Resolves when nothing is being written any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#stores.map((store) => store.settled()));
  }
}

class PoolStore implements DataStore {
  constructor(private readonly document: DurableJson<Branch>) {}

  settled(): Promise<void> {
    return this.document.settled();
  }

  async getRoot<T>(): Promise<T | null> {
    return this.document.value as T;
  }

  async get<T>(_ctx: unknown, key: string | string[], defaultValue?: T): Promise<T> {
    let found: unknown = this.document.value;
    for (const step of [key].flat()) found = isBranch(found) && Object.hasOwn(found, step) ? found[step] : undefined;
    return (found ?? defaultValue ?? null) as T;
  }

  async set<T>(_ctx: unknown, key: string | string[], value: T): Promise<void> {
    const [parent, last] = this.#parentOf([key].flat());
    Object.defineProperty(parent, last, { value, enumerable: true, configurable: true, writable: true });
    await this.document.commit();
  }

  async delete(_ctx: unknown, key: string | string[]): Promise<void> {
    const [parent, last] = this.#parentOf([key].flat());
    delete parent[last];
    await this.document.commit();
  }

  #parentOf(keys: string[]): [Branch, string] {
    let parent = this.document.value;
    for (const step of keys.slice(0, -1)) {
      const next = Object.hasOwn(parent, step) ? parent[step] : undefined;
      if (!isBranch(next)) {
        Object.defineProperty(parent, step, { value: {}, enumerable: true, configurable: true, writable: true });
      }
      parent = parent[step] as Branch;
    }
    return [parent, keys.at(-1) ?? ''];
  }
}
