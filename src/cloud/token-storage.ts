// Where the client library keeps tokens: the browser's storage, so that a reload and other tabs find them. That storage may
// be full or forbidden; what it does not take is kept for as long as the page is open.

/** The form that the library asks for. */
interface TokenStorage {
  setItem(key: string, value: string): Promise<void>;
  getItem(key: string): Promise<string | null>;
  removeItem(key: string): Promise<void>;
  clear(): Promise<void>;
}

/** Makes a storage over what `browserStorage` returns, which may throw (`SecurityError`, `QuotaExceededError`). */
export function createTokenStorage(browserStorage: () => Storage): TokenStorage {
  const untaken = new Map<string, string>();
  const attempt = <T>(use: (storage: Storage) => T): T | undefined => {
    try {
      return use(browserStorage());
    } catch {
      return undefined;
    }
  };
  return {
    async setItem(key, value) {
      const taken = attempt((storage) => {
        // What is replaced makes room first, and must not be found in place of the new one.
        storage.removeItem(key);
        storage.setItem(key, value);
        return true;
      });
      if (taken) untaken.delete(key);
      else untaken.set(key, value);
    },
    async getItem(key) {
      return untaken.get(key) ?? attempt((storage) => storage.getItem(key)) ?? null;
    },
    async removeItem(key) {
      untaken.delete(key);
      attempt((storage) => storage.removeItem(key));
    },
    async clear() {
      untaken.clear();
      attempt((storage) => storage.clear());
    },
  };
}
