// Iterators of LevelDB that end. dynalite 4 gives its streams `iterator.return`, which the iterators of abstract-level do
// not have, so that none is ever closed. An open iterator keeps the files that it reads: each query would hold on to the
// whole database of its moment, on the disk and in memory, until the local cloud stops.

/** Gives the iterators of `db` what dynalite's streams call when they are through with them. */
export function closeIterators(db) {
  for (const method of ['keys', 'values']) {
    const open = db[method].bind(db);
    db[method] = (options) => {
      const iterator = open(options);
      iterator.return = () => iterator.close();
      return iterator;
    };
  }
}
