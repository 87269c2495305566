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
    [null, role('viewer'), false],
    ['viewer', role('operator'), false],
    ['viewer', role('admin'), true],
    ['admin', role('viewer'), true],
    ['viewer', role(null), true],
    ['viewer', { kind: 'enabled', enabled: false }, true],
    ['viewer', { kind: 'enabled', enabled: true }, false],
  ] as const)('for %s to %j is %s', (from, change, answer) => {
    expect(needsConfirmation(person(from), change)).toBe(answer);
  });
});

describe('consequence', () => {
  it.each([
    [role(null), 'Take the role of u@fleet.test away?'],
    [role('admin'), 'Make u@fleet.test an admin?'],
    [role('operator'), 'Make u@fleet.test an operator?'],
    [{ kind: 'enabled', enabled: false }, 'Disable u@fleet.test?'],
  ] as const)('of %j is asked about as "%s"', (change, title) => {
    expect(consequence(person('admin'), change).title).toBe(title);
  });
});
