import { expect, it } from 'vitest';
import type { DeadLetter } from '../../../domain/dead-letters/dead-letter';
import { attemptWords, outcomeWords } from './outcome-words';

const letter: DeadLetter = {
  deadLetterId: 'm',
  queue: 'telemetry',
  state: 'waiting',
  receivedAt: 1,
  failedAt: 2,
  reason: '',
  attempts: 5,
  thingName: 'pump',
  topic: null,
};

it('names the device, or says that it is unknown, and what became of its message', () => {
  expect(outcomeWords(letter, 'resent')).toContain('The message of pump is back on its queue.');
  expect(outcomeWords(letter, 'gone')).toContain('somebody else');
  expect(outcomeWords({ ...letter, thingName: null }, 'dropped')).toBe('The message is dropped.');
});

it('says how often a function had the message', () => {
  expect([0, 1, 5].map(attemptWords)).toEqual(['never delivered', 'one attempt', '5 attempts']);
});
