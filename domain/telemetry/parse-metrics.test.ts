import { describe, expect, it } from 'vitest';
import { parseMetrics } from './parse-metrics';

const many = (count: number) => Array.from({ length: count }, (_, i) => [`m${i}`, i] as const);

describe('parseMetrics', () => {
  it.each([
    ['__proto__', 'badMetricName'],
    ['constructor', 'badMetricName'],
    ['prototype', 'badMetricName'],
    ['toString', 'badMetricName'],
    ['', 'badMetricName'],
    ['x'.repeat(65), 'badMetricName'],
    ['line\nbreak', 'badMetricName'],
    ['turned\u202earound', 'badMetricName'],
  ])('refuses the name %j', (name, kind) => {
    expect(parseMetrics([[name, 1]])).toMatchObject({ ok: false, problem: { kind } });
  });

  it.each([
    ['an object', { a: 1 }],
    ['a list', [1]],
    ['a number that JSON cannot hold', Number.POSITIVE_INFINITY],
    ['a number that the store cannot hold', 1e200],
    ['a long text', 'x'.repeat(257)],
    ['half a character', '\ud800'],
  ])('refuses %s as a value', (_title, value) => {
    expect(parseMetrics([['a', value]])).toMatchObject({ ok: false, problem: { kind: 'badMetricValue' } });
  });

  it('keeps numbers, texts and flags, drops nulls, and takes a vanishing number for 0', () => {
    const parsed = parseMetrics([
      ['a', -1.5],
      ['b', 'x'.repeat(256)],
      ['c', false],
      ['d', null],
      ['e', 1e-300],
    ]);
    expect(parsed).toEqual({ ok: true, metrics: { a: -1.5, b: 'x'.repeat(256), c: false, e: 0 } });
  });

  it('takes 200 metrics and refuses 201', () => {
    expect(parseMetrics(many(200))).toMatchObject({ ok: true });
    expect(parseMetrics(many(201))).toMatchObject({ ok: false, problem: { kind: 'tooManyMetrics' } });
  });

  it('quotes a hostile name escaped and shortened', () => {
    const parsed = parseMetrics([[`\u202e\n"${'x'.repeat(1000)}`, 1]]);
    if (parsed.ok) throw new Error('accepted');
    expect(parsed.problem.message).toMatch(/^[\x20-\x7e]{1,160}$/);
    expect(parsed.problem.message).toContain('\\u202e\\n\\"xxx');
  });
});
