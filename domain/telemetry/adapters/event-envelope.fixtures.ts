// Event envelopes, with what must be understood.
import type { ReadingFixture } from './flat-reading.fixtures';

export const EVENT_ENVELOPES: readonly ReadingFixture[] = [
  {
    title: 'a reading with every field',
    payload: {
      id: 'e-1',
      timestamp: 1760000000000,
      source: 'another-thing',
      type: 'reading',
      data: { temperature: 21, open: false },
      metadata: { version: '1', tags: ['a'] },
    },
    metrics: { temperature: 21, open: false },
    ownId: 'e-1',
    ownTime: 1760000000000,
  },
  { title: 'nothing but data', payload: { data: { temperature: 21 } }, metrics: { temperature: 21 } },
];
