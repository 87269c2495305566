import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64, decodeUtf8 } from './decode-base64';

describe('decodeBase64', () => {
  it('gives back any bytes, padded or not', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), fc.boolean(), (bytes, padded) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(decodeBase64(padded ? text : text.replaceAll('=', ''))).toEqual(Uint8Array.from(bytes));
      }),
    );
  });

  it.each(['a', 'ab!d', 'äöüß', 'ab=d', '{"a":1}'])('says that %j is not base64', (text) => {
    expect(decodeBase64(text)).toBeUndefined();
  });
});

describe('decodeUtf8', () => {
  it('agrees with the platform on any bytes', () => {
    const platform = (bytes: Uint8Array) => {
      try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      } catch {
        return undefined;
      }
    };
    const mostlyText = fc.string({ unit: 'binary' }).map((text) => new TextEncoder().encode(text));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), mostlyText), (bytes) => {
        expect(decodeUtf8(bytes)).toBe(platform(bytes));
      }),
      { numRuns: 1000 },
    );
  });

  it('gives back a long text', () => {
    const text = 'grüße 🌞 '.repeat(2000);
    expect(decodeUtf8(new TextEncoder().encode(text))).toBe(text);
  });
});
