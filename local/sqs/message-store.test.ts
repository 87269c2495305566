import { appendFile, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NewMessage, StoredMessage } from './message';
import { BacklogFullError, MessageStore } from './message-store';
import { temporaryFolder } from './queue-fixture';

function message(body: string): NewMessage {
  return {
    messageId: body,
    body,
    attributes: {},
    senderId: 'test',
    sentAt: 1,
    availableAt: 1,
    deadLetterSourceArn: null,
  };
}

const bodies = (messages: readonly StoredMessage[]) => messages.map(({ body }) => body);

async function bytesIn(folder: string): Promise<number> {
  const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

test('what was added and not removed is there after a restart, in order, however the log was cut and tidied', async () => {
  const command = fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('add' as const), bytes: fc.integer({ min: 1, max: 300 }) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove' as const), which: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 80 }), async (commands) => {
      const folder = await temporaryFolder();
      const options = { segmentBytes: 1000 };
      let store = await MessageStore.open(folder, options);
      let live: StoredMessage[] = [];
      let added = 0;
      for (const command of commands) {
        if (command.kind === 'add') {
          live.push(await store.add(message(`${added++}-${'x'.repeat(command.bytes)}`)));
        } else if (command.kind === 'remove' && live.length > 0) {
          const [gone] = live.splice(command.which % live.length, 1);
          if (gone) store.remove([gone]);
        } else if (command.kind === 'restart') {
          await store.close();
          store = await MessageStore.open(folder, options);
          expect(bodies(store.messages())).toEqual(bodies(live));
          live = store.messages();
        }
      }
      await store.close();
      store = await MessageStore.open(folder, options);
      expect(bodies(store.messages())).toEqual(bodies(live));
      await store.close();
    }),
    { numRuns: 100 },
  );
});

test('one message that stays does not make the log grow without bound', async () => {
  const folder = await temporaryFolder();
  const store = await MessageStore.open(folder, { segmentBytes: 4_000 });
  await store.add(message('stays'));
  for (let round = 0; round < 200; round += 1) {
    const added = await Promise.all(Array.from({ length: 10 }, (_, i) => store.add(message(`${round}-${i}`))));
    store.remove(added);
  }
  await store.close();

  expect(await bytesIn(folder)).toBeLessThan(6 * 4_000);
  const again = await MessageStore.open(folder);
  expect(bodies(again.messages())).toEqual(['stays']);
  await again.close();
});

test('a record that was torn while being written is dropped, and nothing else', async () => {
  const folder = await temporaryFolder();
  const store = await MessageStore.open(folder);
  await store.add(message('first'));
  await store.add(message('second'));
  await store.close();
  const [file] = await readdir(folder);
  const path = join(folder, file ?? '');
  const whole = await readFile(path);

  for (let cut = 1; cut < 40; cut += 1) {
    await writeFile(path, whole);
    await truncate(path, whole.length - cut);
    const torn = await MessageStore.open(folder);
    expect(bodies(torn.messages())).toEqual(['first']);
    await torn.close();
  }
  await writeFile(path, whole);
  await appendFile(path, Buffer.from([0, 0, 0, 9, 1, 2, 3, 4, 123]));
  const restarted = await MessageStore.open(folder);
  await restarted.add(message('third'));
  await restarted.close();
  const last = await MessageStore.open(folder);
  expect(bodies(last.messages())).toEqual(['first', 'second', 'third']);
  await last.close();
});

test('damage before the end stops the start and says what to do', async () => {
  const folder = await temporaryFolder();
  const store = await MessageStore.open(folder, { segmentBytes: 200 });
  for (let i = 0; i < 5; i += 1) await store.add(message(`message ${i} ${'x'.repeat(100)}`));
  await store.close();
  const [first] = (await readdir(folder)).sort();
  const path = join(folder, first ?? '');
  const bytes = await readFile(path);
  bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
  await writeFile(path, bytes);

  await expect(MessageStore.open(folder)).rejects.toThrow(/0000000001\.log is damaged.*npm run reset/);
});

test('a queue that holds all it may refuses more, and takes more once something has left', async () => {
  const store = await MessageStore.open(await temporaryFolder(), { backlogBytes: 500 });
  const first = await store.add(message('x'.repeat(400)));

  await expect(store.add(message('more'))).rejects.toThrow(BacklogFullError);
  store.remove([first]);
  await store.add(message('more'));
  expect(bodies(store.messages())).toEqual(['more']);
  await store.close();
});

test('receive counts survive a restart', async () => {
  const folder = await temporaryFolder();
  const store = await MessageStore.open(folder);
  const added = await store.add(message('tried'));
  store.countReceive([added], 5);
  store.countReceive([added], 9);
  await store.close();

  const again = await MessageStore.open(folder);
  expect(again.messages()).toMatchObject([{ receiveCount: 2, firstReceivedAt: 5 }]);
  await again.close();
});
