import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Band, placeBands } from './draw-bands';

const band = (fromMs: number, toMs: number, label = 'x'): Band => ({ fromMs, toMs, label, look: 'solid', ink: 0 });

describe('bands in pixels', () => {
  it('stand where their time is, cut at the edges', () => {
    expect(placeBands([band(-50, 25), band(50, 75), band(200, 300)], 0, 100, 400)).toMatchObject([
      { x: 0, width: 100, look: 'solid' },
      { x: 200, width: 100 },
    ]);
  });

  it('shows a moment as something', () => {
    expect(placeBands([band(50, 50)], 0, 100, 400)).toMatchObject([{ x: 200, width: 2, look: 'solid' }]);
  });

  it('says where there are too many to tell apart, and does not take one for its neighbour', () => {
    const flapping = Array.from({ length: 100 }, (_, at) => band(at, at + 1, at % 2 === 0 ? 'on' : 'off'));
    expect(placeBands(flapping, 0, 1000, 500)).toMatchObject([{ x: 0, look: 'mixed', label: '' }]);
    expect(placeBands([band(0, 1), band(500, 501)], 0, 1000, 500).map(({ look }) => look)).toEqual(['solid', 'solid']);
  });

  it('loses no stretch of time that a band covers', () => {
    const lengths = fc.array(fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 30 })), { maxLength: 40 });
    fc.assert(
      fc.property(lengths, (given) => {
        let at = 0;
        const bands = given.map(([gap, length]) => {
          const made = band(at + gap, at + gap + length);
          at = made.toMs;
          return made;
        });
        const placed = placeBands(bands, 0, 1000, 300);
        for (const { fromMs, toMs } of bands.filter((each) => each.toMs <= 1000)) {
          for (const moment of [fromMs, toMs]) {
            const x = moment * 0.3;
            expect(placed.some((each) => each.x - 2.001 <= x && x <= each.x + each.width + 2.001)).toBe(true);
          }
        }
      }),
    );
  });
});
