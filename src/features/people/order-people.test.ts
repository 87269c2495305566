import { describe, expect, it } from 'vitest';
import type { Person } from '../../../domain/people/person';
import { orderPeople } from './order-people';

const person = (email: string, over: Partial<Person>): Person => ({
  username: email,
  email,
  role: 'viewer',
  enabled: true,
  status: 'CONFIRMED',
  createdAt: 0,
  ...over,
});

describe('orderPeople', () => {
  it('puts who waits on top, the longest waiting first', () => {
    const people = [
      person('b', {}),
      person('late', { role: null, createdAt: 9 }),
      person('a', {}),
      person('early', { role: null, createdAt: 1 }),
      person('shut-out', { role: null, enabled: false }),
    ];
    expect(orderPeople(people).map((each) => each.email)).toEqual(['early', 'late', 'a', 'b', 'shut-out']);
  });
});
