import { expect, it } from 'vitest';
import { PendingHandshakes } from './pending-handshakes';

const handshake = (secretBlock: string) => ({
  salt: '1',
  serverPublic: '2',
  secretBlock,
  sessionKey: Buffer.alloc(16),
  clientId: 'client',
  username: 'user',
});

it('gives a started sign-in back once', () => {
  const pending = new PendingHandshakes(() => 0);
  pending.add(handshake('a'));
  expect(pending.take('a')?.secretBlock).toBe('a');
  expect(pending.take('a')).toBeUndefined();
});

it('forgets it after three minutes', () => {
  let nowMs = 0;
  const pending = new PendingHandshakes(() => nowMs);
  pending.add(handshake('a'));
  nowMs = 180_000;
  expect(pending.take('a')).toBeUndefined();
});

it('forgets the oldest when a thousand wait', () => {
  const pending = new PendingHandshakes(() => 0);
  for (let i = 0; i <= 1000; i++) pending.add(handshake(`${i}`));
  expect(pending.take('0')).toBeUndefined();
  expect(pending.take('1')).toBeDefined();
  expect(pending.take('1000')).toBeDefined();
});
