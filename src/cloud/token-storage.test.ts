import { describe, expect, it } from 'vitest';
import { createTokenStorage } from './token-storage';

/** A browser's storage with room for `room` characters of values. */
function browserStorage(room: number): Storage {
  const items = new Map<string, string>();
  const storage: Storage = {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem(key, value) {
      const others = [...items].reduce((sum, [name, text]) => sum + (name === key ? 0 : text.length), 0);
      if (others + value.length > room) throw new DOMException('full', 'QuotaExceededError');
      items.set(key, value);
    },
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
  return storage;
}

describe('createTokenStorage', () => {
  it('keeps what the browser takes where other tabs find it', async () => {
    const browser = browserStorage(100);
    await createTokenStorage(() => browser).setItem('token', 'abc');
    expect(await createTokenStorage(() => browser).getItem('token')).toBe('abc');
  });

  it('keeps the rest for this page, and nothing older in its place', async () => {
    const browser = browserStorage(5);
    const storage = createTokenStorage(() => browser);
    await storage.setItem('token', 'short');
    await storage.setItem('token', 'much longer');
    expect(await storage.getItem('token')).toBe('much longer');
    expect(browser.getItem('token')).toBeNull();
    await storage.removeItem('token');
    expect(await storage.getItem('token')).toBeNull();
  });

  it('works without any storage', async () => {
    const storage = createTokenStorage(() => {
      throw new DOMException('forbidden', 'SecurityError');
    });
    expect(await storage.getItem('token')).toBeNull();
    await storage.setItem('token', 'abc');
    expect(await storage.getItem('token')).toBe('abc');
    await storage.clear();
    expect(await storage.getItem('token')).toBeNull();
  });
});
