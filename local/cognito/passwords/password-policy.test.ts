import { expect, it } from 'vitest';
import { enforcePasswordPolicy } from './password-policy';

const strict = {
  minimumLength: 8,
  requireUppercase: true,
  requireLowercase: true,
  requireNumbers: true,
  requireSymbols: true,
};

it.each([
  ['Aa1!aaa', 'not long enough'],
  [`Aa1!${'a'.repeat(253)}`, 'too long'],
  ['aa1!aaaa', 'uppercase'],
  ['AA1!AAAA', 'lowercase'],
  ['Aaa!aaaa', 'numeric'],
  ['Aa1aaaaa', 'symbol'],
  ['Aa1aaaa ', 'symbol'],
])('refuses %s: %s', (password, reason) => {
  expect(() => enforcePasswordPolicy(strict, password)).toThrow(reason);
});

it.each(['Aa1!aaaa', 'Aa1 aaaa', 'Aa1-aaaa', 'Ää1=Aaaa'])('accepts %s', (password) => {
  expect(() => enforcePasswordPolicy(strict, password)).not.toThrow();
});

it('asks for no more than the template does', () => {
  const lax = {
    minimumLength: 6,
    requireUppercase: false,
    requireLowercase: false,
    requireNumbers: false,
    requireSymbols: false,
  };
  expect(() => enforcePasswordPolicy(lax, '      ')).not.toThrow();
});
