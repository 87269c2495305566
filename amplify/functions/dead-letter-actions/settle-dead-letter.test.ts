import { beforeEach, describe, expect, it } from 'vitest';
import { dropDeadLetter, type ResendableLetter, ResendRefused, resendDeadLetter } from './settle-dead-letter';

let letters: Map<string, ResendableLetter>;
let calls: string[];

const ports = {
  find: async (id: string) => letters.get(id) ?? null,
  delete: async (id: string) => {
    calls.push(`delete ${id}`);
    return letters.delete(id);
  },
  send: async (queueUrl: string, body: string) => {
    calls.push(`send ${queueUrl} ${body}`);
  },
};

beforeEach(() => {
  calls = [];
  letters = new Map([
    ['a', { state: 'waiting', body: 'hello', queueUrl: 'q' }],
    ['lost', { state: 'unsendable', body: 'report', queueUrl: 'q' }],
  ]);
});

describe('sending again', () => {
  it('sends first and deletes then, so that nothing is lost between', async () => {
    expect(await resendDeadLetter('a', ports)).toBe('resent');
    expect(calls).toEqual(['send q hello', 'delete a']);
  });

  it('keeps the letter when sending fails', async () => {
    const send = async () => {
      throw new Error('away');
    };
    await expect(resendDeadLetter('a', { ...ports, send })).rejects.toThrow('away');
    expect(letters.has('a')).toBe(true);
  });

  it('does nothing the second time', async () => {
    await resendDeadLetter('a', ports);
    expect(await resendDeadLetter('a', ports)).toBe('gone');
    expect(calls).toHaveLength(2);
  });

  it('refuses what cannot be rebuilt', async () => {
    await expect(resendDeadLetter('lost', ports)).rejects.toThrow(ResendRefused);
    expect(calls).toEqual([]);
  });
});

describe('dropping', () => {
  it('deletes, and sends nothing', async () => {
    expect(await dropDeadLetter('lost', ports)).toBe('dropped');
    expect(await dropDeadLetter('lost', ports)).toBe('gone');
    expect(calls).toEqual(['delete lost', 'delete lost']);
  });
});
