import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { ManualClock } from '../settings/manual-clock';
import { assemblyOf, queueArn, queueResource, temporaryFolder } from './queue-fixture';
import { type Queues, startQueues } from './start-queues';

const VISIBILITY_MS = 30_000;
const MAX_RECEIVES = 3;
const running = new Set<Queues>();
afterEach(async () => {
  await Promise.all([...running].map((queues) => queues.stop()));
  running.clear();
});

async function open(dataDirectory: string, clock: ManualClock) {
  const assembly = assemblyOf(dataDirectory, [
    queueResource('work', {
      VisibilityTimeout: VISIBILITY_MS / 1000,
      RedrivePolicy: { deadLetterTargetArn: queueArn('dead'), maxReceiveCount: MAX_RECEIVES },
    }),
    queueResource('dead', { MessageRetentionPeriod: 1_209_600 }),
  ]);
  const queues = await startQueues({ assembly, dataDirectory, clock });
  running.add(queues);
  return {
    work: queues.queue(queueArn('work')),
    dead: queues.queue(queueArn('dead')),
    async stop() {
      running.delete(queues);
      await queues.stop();
    },
  };
}

interface Expected {
  visibleAt: number;
  receives: number;
  handle: string | null;
}

test('no message is lost, none delivered before its visibility lapsed, and redrive is exact', async () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('send' as const), delayMs: fc.constantFrom(0, 0, 5_000) }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('receive' as const), max: fc.integer({ min: 1, max: 4 }) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), which: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('giveBack' as const), which: fc.nat() }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1_000, VISIBILITY_MS, 60_000) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const folder = await temporaryFolder();
      const clock = new ManualClock();
      let at = await open(folder, clock);
      const expected = new Map<string, Expected>();
      const dead = new Set<string>();
      const pick = (which: number) => {
        const held = [...expected].filter(([, { handle }]) => handle !== null);
        return held.length > 0 ? held[which % held.length] : undefined;
      };
      const deliver = async (max: number) => {
        const due = [...expected.values()].filter(({ visibleAt }) => visibleAt <= clock.now());
        const wornOut = due.filter(({ receives }) => receives >= MAX_RECEIVES).length;
        const messages = at.work.receive(max);
        for (const { messageId, receiveCount, receiptHandle } of messages) {
          const before = expected.get(messageId);
          if (!before) throw new Error('a deleted or dead message was delivered');
          expect(before.visibleAt).toBeLessThanOrEqual(clock.now());
          expect(receiveCount).toBe(before.receives + 1);
          expect(receiveCount).toBeLessThanOrEqual(MAX_RECEIVES);
          const visibleAt = clock.now() + VISIBILITY_MS;
          expected.set(messageId, { receives: receiveCount, handle: receiptHandle, visibleAt });
        }
        // Nothing that was due stayed behind, unless there was no more room for it.
        if (messages.length < max) expect(messages.length).toBe(due.length - wornOut);
        await at.work.settled();
        for (const id of at.dead.messageIds()) {
          const moved = expected.get(id);
          if (moved) expect(moved.receives).toBe(MAX_RECEIVES);
          expected.delete(id);
          dead.add(id);
        }
        expect(new Set(at.work.messageIds())).toEqual(new Set(expected.keys()));
      };

      for (const step of steps) {
        switch (step.kind) {
          case 'send': {
            const { messageId, availableAt } = await at.work.send({ body: 'x', delayMs: step.delayMs });
            expected.set(messageId, { visibleAt: availableAt, receives: 0, handle: null });
            break;
          }
          case 'receive':
            await deliver(step.max);
            break;
          case 'delete': {
            const picked = pick(step.which);
            if (!picked) break;
            expect(at.work.delete([picked[1].handle ?? ''])).toEqual(['deleted']);
            expected.delete(picked[0]);
            break;
          }
          case 'giveBack': {
            const picked = pick(step.which);
            if (!picked) break;
            const lapsed = picked[1].visibleAt <= clock.now();
            expect(at.work.changeVisibility(picked[1].handle ?? '', 0)).toBe(lapsed ? 'notInFlight' : 'changed');
            picked[1].visibleAt = Math.min(picked[1].visibleAt, clock.now());
            break;
          }
          case 'wait':
            clock.advance(step.ms);
            break;
          case 'restart':
            await at.stop();
            at = await open(folder, clock);
            for (const message of expected.values()) {
              // At least once: what was in flight is visible again; a delay still runs.
              if (message.receives > 0) message.visibleAt = Math.min(message.visibleAt, clock.now());
              message.handle = null;
            }
        }
      }

      // In the end every message was either deleted or comes out: of the queue, or of the dead letters after exactly
      // as many deliveries as the policy allows.
      for (let round = 0; expected.size > 0 && round <= MAX_RECEIVES; round += 1) {
        clock.advance(VISIBILITY_MS);
        await deliver(1000);
      }
      expect(expected.size).toBe(0);
      const buried = at.dead.receive(1000);
      expect(new Set(buried.map(({ messageId }) => messageId))).toEqual(dead);
      for (const message of buried) expect(message.deadLetterSourceArn).toBe(queueArn('work'));
      await at.stop();
    }),
    { numRuns: 60 },
  );
}, 60_000);
