import { describe, expect, it } from 'vitest';
import { type Link, nextLink, readConnectionState } from './link-state';

const live: Link = { kind: 'live' };

describe('nextLink', () => {
  it('is lost as of the last sign of life', () => {
    expect(nextLink(live, { kind: 'lost', cause: 'closed' }, 5000)).toEqual({
      kind: 'lost',
      sinceMs: 5000,
      cause: 'closed',
    });
  });

  it('keeps the first moment when a lost link is lost again', () => {
    const lost = nextLink(live, { kind: 'lost', cause: 'silent' }, 5000);
    expect(nextLink(lost, { kind: 'lost', cause: 'closed' }, 9000)).toBe(lost);
  });

  it('needs an acknowledged subscription after a closed socket', () => {
    const lost = nextLink(live, { kind: 'lost', cause: 'closed' }, 5000);
    expect(nextLink(lost, { kind: 'recovered' }, 9000)).toBe(lost);
    expect(nextLink(lost, { kind: 'acknowledged' }, 9000)).toEqual(live);
  });

  it('lets a short offline spell recover on the same socket, but not when the socket closed meanwhile', () => {
    const offline = nextLink(live, { kind: 'lost', cause: 'offline' }, 5000);
    expect(nextLink(offline, { kind: 'recovered' }, 9000)).toEqual(live);
    const closed = nextLink(offline, { kind: 'lost', cause: 'closed' }, 9000);
    expect(closed).toEqual({ kind: 'lost', sinceMs: 5000, cause: 'closed' });
    expect(nextLink(closed, { kind: 'recovered' }, 9000)).toBe(closed);
  });

  it('names a refusal for as long as the server answers', () => {
    const refused = nextLink(live, { kind: 'lost', cause: 'refused' }, 5000);
    const closed = nextLink(live, { kind: 'lost', cause: 'closed' }, 5000);
    expect(nextLink(closed, { kind: 'lost', cause: 'refused' }, 9000)).toEqual(refused);
    expect(nextLink(refused, { kind: 'lost', cause: 'closed' }, 9000)).toBe(refused);
    expect(nextLink(refused, { kind: 'lost', cause: 'silent' }, 9000)).toMatchObject({ cause: 'silent' });
    expect(nextLink(refused, { kind: 'lost', cause: 'offline' }, 9000)).toMatchObject({ cause: 'offline' });
    expect(nextLink(refused, { kind: 'acknowledged' }, 9000)).toEqual(live);
  });

  it('does not tell the same twice', () => {
    expect(nextLink(live, { kind: 'acknowledged' }, 1)).toBe(live);
  });
});

describe('readConnectionState', () => {
  it('takes no alarm from another subscription starting', () => {
    expect(readConnectionState('Connecting')).toBeNull();
    expect(readConnectionState('Disconnected')).toBeNull();
    expect(readConnectionState(42)).toBeNull();
  });

  it.each([
    'ConnectionDisrupted',
    'ConnectionDisruptedPendingNetwork',
    'ConnectedPendingNetwork',
    'ConnectedPendingKeepAlive',
  ])('reads %s as a lost link', (state) => {
    expect(readConnectionState(state)?.kind).toBe('lost');
  });
});
