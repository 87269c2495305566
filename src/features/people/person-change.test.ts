import { describe, expect, it } from 'vitest';
import type { Person, Role } from '../../../domain/people/person';
import { type Change, consequence, needsConfirmation } from './person-change';

const person = (role: Role | null): Person => ({
  username: 'u',
  email: 'u@fleet.test',
  role,
  enabled: true,
  status: 'CONFIRMED',
  createdAt: 0,
});

const role = (to: Role | null): Change => ({ kind: 'role', role: to });

describe('needsConfirmation', () => {
  it.each([
    [null, role('viewer'), false, false],
    ['viewer', role('operator'), false, false],
    ['viewer', role('admin'), false, true],
    ['admin', role('viewer'), false, true],
    ['viewer', role(null), false, true],
    ['admin', role('operator'), true, true],
    ['viewer', { kind: 'enabled', enabled: false }, false, true],
    ['viewer', { kind: 'enabled', enabled: true }, false, false],
  ] as const)('for %s to %j (self: %s) is %s', (from, change, isSelf, answer) => {
    expect(needsConfirmation(person(from), change, isSelf)).toBe(answer);
  });
});

describe('consequence', () => {
  it('warns an admin about their own account', () => {
    expect(consequence(person('admin'), role(null), true).text).toContain('your own account');
    expect(consequence(person('admin'), role(null), false).text).not.toContain('your own account');
  });
});
