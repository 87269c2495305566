import { describe, expect, it } from 'vitest';
import { formatNumber } from './format-number';

describe('formatNumber', () => {
  it.each([
    [21, '21'],
    [21.456, '21.46'],
    [-0.5, '−0.5'],
    [0, '0'],
    [12_345.67, '12,346'],
    [0.001234, '0.00123'],
    [1e20, '1.00e+20'],
    [3e-9, '3.00e−9'],
    [Number.NaN, '–'],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});
