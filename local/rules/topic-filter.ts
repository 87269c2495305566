// Topic filters, and the index that finds the rules of a topic without trying every rule.

interface Level<T> {
  children: Map<string, Level<T>>;
  /** What subscribed with a filter that ends here. */
  here: T[];
  /** What subscribed with `#` at this level. */
  below: T[];
}

export interface TopicIndex<T> {
  add(filter: string, item: T): void;
  /** The items whose filter matches the topic, in the order they were added to each level. */
  find(topic: string): T[];
}

/** Says what is wrong with a topic filter (MQTT 3.1.1, 4.7.1), or null when it is valid. */
export function checkTopicFilter(filter: string): string | null {
  if (filter === '') return 'A topic filter may not be empty.';
  const levels = filter.split('/');
  const wrong = levels.some(
    (level, index) =>
      (level.includes('#') && (level !== '#' || index !== levels.length - 1)) || (level.includes('+') && level !== '+'),
  );
  return wrong ? `The topic filter ${filter} uses + or # for a part of a level, or # before its end.` : null;
}

/**
 * An index of items by valid topic filter. A wildcard at the first level does not match topics that start with `$`
 * (MQTT 3.1.1, 4.7.2).
 */
export function createTopicIndex<T>(): TopicIndex<T> {
  const level = (): Level<T> => ({ children: new Map(), here: [], below: [] });
  const root = level();
  return {
    add(filter, item) {
      let at = root;
      for (const name of filter.split('/')) {
        if (name === '#') {
          at.below.push(item);
          return;
        }
        let child = at.children.get(name);
        if (!child) {
          child = level();
          at.children.set(name, child);
        }
        at = child;
      }
      at.here.push(item);
    },
    find(topic) {
      const found: T[] = [];
      collect(root, topic.split('/'), 0, found);
      return found;
    },
  };
}

function collect<T>(at: Level<T>, names: readonly string[], index: number, found: T[]): void {
  const name = names[index];
  const reserved = index === 0 && name?.startsWith('$') === true;
  // `a/#` matches `a` too.
  if (!reserved) found.push(...at.below);
  if (name === undefined) {
    found.push(...at.here);
    return;
  }
  const exact = at.children.get(name);
  if (exact) collect(exact, names, index + 1, found);
  const any = reserved || name === '+' ? undefined : at.children.get('+');
  if (any) collect(any, names, index + 1, found);
}
