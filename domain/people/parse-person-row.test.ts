import { describe, expect, it } from 'vitest';
import { parsePersonRow } from './parse-person-row';

describe('parsePersonRow', () => {
  it('reads a person', () => {
    const row = { username: 'u1', email: 'a@b.test', role: 'viewer', enabled: true, status: 'CONFIRMED', createdAt: 5 };
    expect(parsePersonRow(row)).toEqual(row);
  });

  it('counts an unknown or missing role as waiting', () => {
    expect(parsePersonRow({ username: 'u1', role: 'root' })?.role).toBeNull();
    expect(parsePersonRow({ username: 'u1', role: null })?.role).toBeNull();
  });

  it.each([null, undefined, 'u1', [], {}, { username: '' }, { username: 5 }])('refuses %j', (row) => {
    expect(parsePersonRow(row)).toBeUndefined();
  });
});
