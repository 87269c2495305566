import { describe, expect, it } from 'vitest';
import { readRole } from './read-role';

describe('readRole', () => {
  it.each([
    [['viewer'], 'viewer'],
    [['viewer', 'admin'], 'admin'],
    [['operator', 'viewer'], 'operator'],
    [['somebody-elses-group'], null],
    [[], null],
    [undefined, null],
    ['admin', null],
    [{ 0: 'admin' }, null],
  ])('reads %j as %s', (groups, role) => {
    expect(readRole(groups)).toBe(role);
  });
});
