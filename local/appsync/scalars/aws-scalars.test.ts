import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { awsScalars } from './aws-scalars';

const scalar = (name: string) => {
  const found = awsScalars.get(name);
  if (!found) throw new Error(`There is no ${name}.`);
  return found;
};

const VALID: Record<string, unknown[]> = {
  AWSDate: ['1970-01-01', '1970-01-01Z', '1970-01-01-07:00', '2024-02-29+05:30:01', '-2017-01-01'],
  AWSTime: ['12:00', '12:00Z', '12:00:34.1', '12:00:34+05:30', '23:59:59.123456789'],
  AWSDateTime: [
    '1970-01-01T12:00:00.2Z',
    '1970-01-01T12:30Z',
    '2026-06-30T23:59:59.999999999-07:00',
    '-2017-01-01T00:00Z',
  ],
  AWSTimestamp: [0, -1, 1_760_000_000],
  AWSEmail: ['a@b', 'ada.l+x@example.org', "o'brien@sub.example-site.com"],
  AWSURL: ['https://example.org/a?b=c#d', 'mailto:a@b.c', 'https://[::1]:8080/'],
  AWSPhone: ['+1 555 123 4567', '+41-44-668-18-00', '(555) 123-4567'],
  AWSIPAddress: ['127.0.0.1', '127.0.0.1/8', '::ffff:1.2.3.4', '2001:db8::/32'],
};
const INVALID: Record<string, unknown[]> = {
  AWSDate: ['2023-02-29', '1970-1-1', '01-01-1970', '1970-01-01T00:00Z', '', 5, null],
  AWSTime: ['24:00', '12:60', '12', '12:00:00.1234567890'],
  AWSDateTime: ['1970-01-01T12:00:00', '1970-01-01', '2026-02-30T00:00Z', '2020-05-19T11:5:29.000Z', 5],
  AWSTimestamp: ['0', 1.5, Number.NaN, null],
  AWSEmail: ['a', '@b', 'a@', 'a b@c', 'a@b@c', 'a@-b'],
  AWSURL: ['example.org', 'https://', 'https://a//b//c', '/relative', 5],
  AWSPhone: ['phone', '123', '+1234567890123456', '<script>'],
  AWSIPAddress: ['127.0.0', '127.0.0.1/33', '::1/129', '1.2.3.4/8/8', 'localhost'],
};

describe.each(Object.keys(VALID))('%s', (name) => {
  test.each(VALID[name] ?? [])('takes %j, both ways, as it is', (value) => {
    expect(scalar(name).parse(value)).toBe(value);
    expect(scalar(name).serialize(value)).toBe(value);
  });
  test.each(INVALID[name] ?? [])('refuses %j, both ways', (value) => {
    expect(() => scalar(name).parse(value)).toThrow('Unable to parse `');
    expect(() => scalar(name).serialize(value)).toThrow('Unable to serialize `');
  });
});

describe('AWSJSON', () => {
  const { parse, serialize } = scalar('AWSJSON');

  test('hands JSON text over as what it means, and writes any value as JSON text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(serialize(parse(text))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  test.each([['{a:1}'], ['plain'], [''], [{ a: 1 }], [5], [null]])('refuses %j', (value) => {
    expect(() => parse(value)).toThrow('as a valid JSON.');
  });

  test('quotes a text, also one that is JSON', () => {
    expect(serialize('{"a":1}')).toBe('"{\\"a\\":1}"');
  });

  test('does not repeat a long hostile value in its message', () => {
    expect(() => parse('x'.repeat(10_000))).toThrow(/^Unable to parse `x{200}` as a valid JSON\.$/);
  });
});
