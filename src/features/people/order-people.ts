// Who comes first on the list of people.
import type { Person } from '../../../domain/people/person';

/** Says whether a person signed up and confirmed, but was not let in. */
export function isWaiting(person: Person): boolean {
  return person.role === null && person.enabled;
}

/** Returns the people who wait first, the longest waiting on top, then the others by e-mail address. */
export function orderPeople(people: readonly Person[]): Person[] {
  return [...people].sort((a, b) => {
    const waiting = Number(isWaiting(b)) - Number(isWaiting(a));
    if (waiting !== 0) return waiting;
    return isWaiting(a) ? a.createdAt - b.createdAt : a.email < b.email ? -1 : a.email > b.email ? 1 : 0;
  });
}
