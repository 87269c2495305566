// The people of this fleet, and what an admin does with them.
import { useCallback, useEffect, useState } from 'react';
import type { Person } from '../../../domain/people/person';
import { fetchPeople } from '../../cloud/people';
import { orderPeople } from './order-people';

export interface People {
  /** Null before the first page came. */
  people: Person[] | null;
  failure: unknown;
  /** Replaces a person by what the server says of them now. */
  replace: (person: Person) => void;
  refetch: () => void;
}

/** Fetches everybody, page by page; who waits comes first. */
export function usePeople(): People {
  const [people, setPeople] = useState<Person[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round fetches again.
  useEffect(() => {
    let over = false;
    fetchEverybody((found) => {
      if (!over) setPeople(orderPeople(found));
    }).then(
      () => {
        if (!over) setFailure(null);
      },
      (thrown) => {
        if (!over) setFailure(thrown);
      },
    );
    return () => {
      over = true;
    };
  }, [round]);

  return {
    people,
    failure,
    // The order stays until the next fetch, so that the line under the pointer does not jump away.
    replace: useCallback((person: Person) => {
      setPeople((known) => known?.map((each) => (each.username === person.username ? person : each)) ?? null);
    }, []),
    refetch: useCallback(() => setRound((before) => before + 1), []),
  };
}

async function fetchEverybody(onFound: (people: Person[]) => void): Promise<void> {
  const found = new Map<string, Person>();
  let nextToken: string | null = null;
  do {
    const page = await fetchPeople(nextToken);
    for (const person of page.people) found.set(person.username, person);
    nextToken = page.nextToken;
    onFound([...found.values()]);
  } while (nextToken !== null);
}
