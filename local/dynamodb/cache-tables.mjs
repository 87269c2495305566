// Table descriptions in memory: dynalite reads a table's description from disk for every item that it reads or writes.

/**
 * Has `store.getTable(name, callback)`, by which items are read and written, remember what it found, and returns the store.
 * Every change of a description passes `store.tableDb.put` or `del` and ends what is remembered of that table. The form
 * with a status flag keeps reading from the disk: its callers change the description that they are given.
 */
export function cacheTables(store) {
  const { tableDb, getTable } = store;
  const known = new Map();
  let changes = 0;

  const forgetting =
    (write) =>
    (name, ...rest) => {
      const forget = () => {
        changes += 1;
        known.delete(name);
      };
      const callback = rest.pop();
      forget();
      // Once more when it is done: meanwhile the old description may have been read.
      write.call(tableDb, name, ...rest, (error) => {
        forget();
        callback(error);
      });
    };
  tableDb.put = forgetting(tableDb.put);
  tableDb.del = forgetting(tableDb.del);

  store.getTable = (name, ...rest) => {
    if (rest.length > 1) return getTable(name, ...rest);
    const [callback] = rest;
    const table = known.get(name);
    if (table) return callback(null, table);
    const changesBefore = changes;
    getTable(name, (error, found) => {
      // A description that was read while another was written may be the old one.
      if (!error && changes === changesBefore) known.set(name, freeze(found));
      callback(error, found);
    });
  };
  return store;
}

// Nobody who reads it may change it for the others.
function freeze(value) {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}
