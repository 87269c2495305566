import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryChannel, START, titlesOf } from './memory-channel.fixtures';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a transition', () => {
  it('is told once within 15 seconds, and its end with the time between', async () => {
    const channel = memoryChannel();
    channel.becomes('pump', 'offline');
    await channel.pass(15_000);
    expect(titlesOf(channel.posted)).toEqual(['pump went offline']);
    channel.becomes('pump', 'online');
    await channel.pass(MINUTE);
    expect(titlesOf(channel.posted)).toEqual(['pump went offline', 'pump is back online']);
    expect(channel.posted[1]?.body).toContain('"Was away for","value":"15 s"');
    expect(channel.pending.size + channel.told.size).toBe(0);
  });

  it('is not told when it mended itself within the window, even after the first look', async () => {
    const channel = memoryChannel();
    channel.becomes('pump', 'offline');
    await channel.pass(6_000);
    expect(channel.pending.size).toBe(1);
    channel.becomes('pump', 'online');
    await channel.pass(MINUTE);
    expect(channel.posted).toEqual([]);
    expect(channel.pending.size).toBe(0);
  });

  it('waits until the state knows of it', async () => {
    const channel = memoryChannel();
    channel.enqueue({ kind: 'presenceTransition', thingName: 'pump', presence: 'offline', since: START, reason: 'x' });
    await channel.pass(10 * MINUTE);
    expect(channel.posted).toEqual([]);
    channel.presenceOf.set('pump', {
      ...{ thingName: 'pump', presence: 'offline', since: START, reason: 'x', sessionIdentifier: 's' },
      ...{ versionNumber: 1, eventAt: START, eventType: 'disconnected' },
    });
    await channel.pass(20 * MINUTE);
    expect(titlesOf(channel.posted)).toEqual(['pump went offline']);
  });

  it('of a device that was removed meanwhile is waited for an hour and no dead letter', async () => {
    const channel = memoryChannel();
    channel.enqueue({ kind: 'presenceTransition', thingName: 'gone', presence: 'offline', since: START, reason: 'x' });
    await channel.pass(45 * 60_000);
    expect(channel.queued()).toBe(1);
    await channel.pass(60 * 60_000);
    expect([channel.queued(), channel.posted, channel.buried]).toEqual([0, [], []]);
  });

  it('of an hour ahead, by a clock that is wrong, is told as now', async () => {
    const channel = memoryChannel();
    const since = START + HOUR;
    channel.presenceOf.set('pump', {
      ...{ thingName: 'pump', presence: 'offline', since, reason: 'x', sessionIdentifier: 's' },
      ...{ versionNumber: 1, eventAt: since, eventType: 'disconnected' },
    });
    channel.enqueue({ kind: 'presenceTransition', thingName: 'pump', presence: 'offline', since, reason: 'x' });
    await channel.pass(MINUTE);
    expect(channel.posted[0]?.body).toContain(`<t:${(START + 5_000) / 1000}:R>`);
  });
});

describe('many transitions', () => {
  it('within a second are at most two messages, with nobody untold', async () => {
    const channel = memoryChannel();
    for (let i = 0; i < 1_000; i++) channel.becomes(`d${i}`, 'offline');
    await channel.pass(30_000);
    expect(channel.posted.length).toBeLessThanOrEqual(2);
    expect(channel.told.size).toBe(1_000);
  });

  it('in any order, repeated, end with the channel knowing what holds, and no outage told twice', async () => {
    const step = fc.record({
      thing: fc.constantFrom('a', 'b', 'c'),
      presence: fc.constantFrom('online' as const, 'offline' as const, 'stale' as const),
      waitMs: fc.constantFrom(0, 1_000, 7_000, MINUTE),
      repeat: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const channel = memoryChannel();
        for (const { thing, presence, waitMs, repeat } of steps) {
          channel.becomes(thing, presence);
          if (repeat) channel.becomes(thing, presence);
          await channel.pass(waitMs);
        }
        await channel.pass(HOUR);
        expect(channel.pending.size).toBe(0);
        expect(channel.sender().flushAt).toBeNull();
        for (const [thing, { presence }] of channel.presenceOf) {
          expect(channel.told.get(thing)?.presence ?? 'online').toBe(presence);
          const heard = titlesOf(channel.posted).filter((title) => title.startsWith(`${thing} `));
          expect(heard).toEqual(heard.filter((title, i) => title !== heard[i - 1]));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('quiet hours', () => {
  it('hold everything back and end with one digest of what still holds', async () => {
    const channel = memoryChannel({ quiet: { from: '12:00', until: '15:00', timeZone: 'UTC' } });
    for (let i = 0; i < 8; i++) channel.becomes(`d${i}`, 'offline');
    await channel.pass(HOUR);
    channel.becomes('d0', 'online');
    await channel.pass(HOUR + 59 * MINUTE);
    expect(channel.posted).toEqual([]);
    await channel.pass(2 * MINUTE);
    expect(titlesOf(channel.posted)).toEqual(['7 devices without a site went offline']);
    expect(channel.posted[0]?.body).toContain('Held back in quiet hours, 12:00 to 15:00 (UTC)');
  });
});

describe('Discord', () => {
  it('down for an hour is asked ever less often, and told afterwards what still holds', async () => {
    const channel = memoryChannel();
    channel.answer(() => ({ kind: 'unavailable', reason: 'Discord answered 503.' }));
    channel.becomes('pump', 'offline');
    channel.becomes('valve', 'offline');
    await channel.pass(HOUR);
    expect(channel.posted.length).toBeLessThan(15);
    expect(channel.log()).toMatchObject([{ state: 'waiting', reason: 'Discord answered 503.' }]);
    expect(channel.sender().failures).toBe(channel.posted.length);
    channel.becomes('valve', 'online');
    channel.answer(() => ({ kind: 'delivered', waitMs: 0 }));
    await channel.pass(20 * MINUTE);
    expect(titlesOf(channel.posted.slice(-1))).toEqual(['pump went offline']);
    expect(channel.log()).toMatchObject([{ state: 'delivered' }]);
    expect(channel.sender()).toMatchObject({ failures: 0, lastFailure: null });
  });

  it('down for more than a day leaves a dead letter, which tells when it is sent again', async () => {
    const channel = memoryChannel();
    channel.answer(() => ({ kind: 'unavailable', reason: 'Discord answered 503.' }));
    channel.becomes('pump', 'offline');
    await channel.pass(25 * HOUR);
    expect(channel.buried).toEqual([
      { kind: 'undelivered', reason: 'Discord answered 503. It was tried for a day.', thingNames: ['pump'] },
    ]);
    expect(channel.pending.size).toBe(0);
    channel.answer(() => ({ kind: 'delivered', waitMs: 0 }));
    channel.enqueue(channel.buried[0] ?? {});
    await channel.pass(HOUR);
    expect(titlesOf(channel.posted.slice(-1))).toEqual(['pump went offline']);
  });

  it('that asks to wait is left alone for exactly as long', async () => {
    const channel = memoryChannel();
    channel.answer((post) =>
      post <= 3 ? { kind: 'rateLimited', retryAfterMs: 64_570 } : { kind: 'delivered', waitMs: 0 },
    );
    channel.becomes('pump', 'offline');
    await channel.pass(10 * MINUTE);
    expect(channel.posted).toHaveLength(4);
    const gaps = channel.posted.slice(1).map(({ at }, i) => at - (channel.posted[i]?.at ?? 0));
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(64_570);
    expect(channel.log()).toHaveLength(1);
  });

  it('whose bucket is empty gets the next message after its reset', async () => {
    const channel = memoryChannel();
    channel.answer(() => ({ kind: 'delivered', waitMs: 40_000 }));
    channel.becomes('pump', 'offline');
    await channel.pass(11_000);
    channel.becomes('valve', 'offline');
    await channel.pass(5 * MINUTE);
    const [first, second] = channel.posted;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(40_000);
  });

  it('that does not know the webhook is never asked again', async () => {
    const channel = memoryChannel();
    channel.answer(() => ({ kind: 'gone', reason: 'Discord answered 404: Unknown Webhook (10015).' }));
    channel.becomes('pump', 'offline');
    await channel.pass(MINUTE);
    channel.becomes('valve', 'offline');
    await channel.pass(HOUR);
    expect(channel.posted).toHaveLength(1);
    expect(channel.sender()).toMatchObject({ disabledWebhook: 'f', disabledReason: expect.stringContaining('10015') });
    expect(channel.buried).toMatchObject([{ thingNames: ['pump'] }]);
    expect(channel.log()).toMatchObject([{ state: 'failed' }]);
  });

  it('that did not hear of a device’s return hears of its next outage, once another webhook is set', async () => {
    const channel = memoryChannel();
    channel.becomes('pump', 'offline');
    await channel.pass(MINUTE);
    channel.answer(() => ({ kind: 'gone', reason: 'Discord answered 404: Unknown Webhook (10015).' }));
    channel.becomes('valve', 'offline');
    await channel.pass(MINUTE);
    channel.becomes('pump', 'online');
    await channel.pass(MINUTE);
    channel.answer(() => ({ kind: 'delivered', waitMs: 0 }));
    channel.setWebhook('g');
    channel.becomes('pump', 'offline');
    await channel.pass(MINUTE);
    expect(titlesOf(channel.posted)).toEqual(['pump went offline', 'valve went offline', 'pump went offline']);
  });
});

describe('a function that is stopped between sending and recording', () => {
  it('tells at most twice, and the log says so', async () => {
    const channel = memoryChannel();
    channel.becomes('pump', 'offline');
    channel.killAfterPosting(1);
    await channel.pass(HOUR);
    expect(titlesOf(channel.posted)).toEqual(['pump went offline', 'pump went offline']);
    expect(channel.log()).toMatchObject([
      { state: 'delivered', attempts: 2, repeats: 1, reason: expect.stringContaining('may appear twice') },
    ]);
    channel.becomes('pump', 'online');
    await channel.pass(HOUR);
    expect(titlesOf(channel.posted).at(-1)).toBe('pump is back online');
    expect(channel.pending.size).toBe(0);
  });

  it('twice tells no third time, and the log says that, too', async () => {
    const channel = memoryChannel();
    channel.becomes('pump', 'offline');
    channel.killAfterPosting(2);
    await channel.pass(HOUR);
    expect(channel.posted).toHaveLength(2);
    expect(channel.log()).toMatchObject([{ state: 'unconfirmed', attempts: 2, repeats: 1 }]);
    expect(channel.told.has('pump')).toBe(true);
  });
});

it('what is no message of ours is counted and dropped', async () => {
  const channel = memoryChannel();
  for (const body of [{}, { kind: 'flush' }, { kind: 'undelivered' }, { kind: 'presenceTransition' }])
    channel.enqueue(body);
  channel.enqueue({ kind: 'flush', flushAt: 7 });
  await channel.pass(HOUR);
  expect(channel.posted).toEqual([]);
});
