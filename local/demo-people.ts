// The three accounts of a laptop: made at the first start with random passwords, which are kept in the data folder so
// that every start can print them.
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROLES, type Role } from '../domain/people/person';

export interface DemoPerson {
  email: string;
  password: string;
  role: Role;
}

// Easy to type and to select: 75 random bits in three words. `Fl` and the dashes satisfy policies that ask for upper case,
// lower case, digits and symbols.
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
const word = () => [...randomBytes(5)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
const randomPassword = () => `Fl7-${word()}-${word()}-${word()}`;

/** Returns the accounts of `dataDirectory`, making them at the first start, readable by this user only. */
export function demoPeople(dataDirectory: string): DemoPerson[] {
  const path = join(dataDirectory, 'people.json');
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as DemoPerson[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const people = ROLES.map((role) => ({ email: `${role}@demo.test`, password: randomPassword(), role }));
  writeFileSync(path, JSON.stringify(people, null, 2), { mode: 0o600 });
  return people;
}
