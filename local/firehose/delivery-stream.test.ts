// When records leave a delivery stream, under which name, and what becomes of them when they cannot.
import { rm } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ManualClock } from '../settings/manual-clock';
import { temporaryFolder } from '../sqs/queue-fixture';
import { archiveAssembly, BUCKET_ARN, ROLE_ARN, startArchive } from './firehose-fixture';

type Archive = Awaited<ReturnType<typeof startArchive>>;

// Longer than a write to a busy disk takes.
const PATIENCE = { timeout: 5_000, interval: 5 };
const MINUTE = { IntervalInSeconds: 60, SizeInMBs: 1 };
let clock: ManualClock;
let dataDirectory: string;
const running: Archive[] = [];
beforeEach(async () => {
  clock = new ManualClock(Date.parse('2026-03-04T05:59:30Z'));
  dataDirectory = await temporaryFolder();
});
afterEach(async () => {
  for (const archive of running.splice(0)) await archive.stop();
  await rm(dataDirectory, { recursive: true, force: true });
});

async function start(destination: Record<string, unknown> = {}, isRoleAllowed?: () => boolean): Promise<Archive> {
  const assembly = archiveAssembly({ BufferingHints: MINUTE, ...destination });
  const archive = await startArchive({ assembly, dataDirectory, clock, ...(isRoleAllowed ? { isRoleAllowed } : {}) });
  running.push(archive);
  return archive;
}
const delivered = (archive: Archive, count: number) =>
  vi.waitFor(async () => {
    const objects = await archive.objects();
    expect(objects).toHaveLength(count);
    return objects;
  }, PATIENCE);

it('writes one object once the oldest record has waited the interval, named by its arrival', async () => {
  const archive = await start();
  await archive.put('{"a":1}\n');
  clock.advance(59_999);
  await archive.put('{"a":2}\n', '{"a":3}\n');
  expect(await archive.objects()).toEqual([]);
  clock.advance(1);

  const [object] = await delivered(archive, 1);
  expect(String(object?.content)).toBe('{"a":1}\n{"a":2}\n{"a":3}\n');
  expect(object?.key).toMatch(/^2026\/03\/04\/05\/archive-1-2026-03-04-05-59-30-[0-9a-f-]{36}$/);
});

it('writes at once when the buffer is full, and what came meanwhile waits its own interval', async () => {
  const archive = await start({ CompressionFormat: 'GZIP', Prefix: 'raw/' });
  const half = 'x'.repeat(512 * 1024);
  await archive.put(half, half, 'rest');

  const [full] = await delivered(archive, 1);
  expect(full?.key).toMatch(/^raw\/2026\/03\/04\/05\/archive-1-.*\.gz$/);
  expect(gunzipSync(full?.content ?? '').length).toBe(1024 * 1024);
  clock.advance(60_000);
  const contents = (await delivered(archive, 2)).map(({ content }) => gunzipSync(content).length);
  expect(contents.sort((a, b) => a - b)).toEqual([4, 1024 * 1024]);
});

it('delivers what a killed process had acknowledged, and nothing again after a start in peace', async () => {
  const killed = await start();
  await killed.put('kept\n');
  // Time goes on without the process that was killed: it does nothing any more.
  clock = new ManualClock(clock.now() + 59_999);
  const second = await start();
  expect(await second.objects()).toEqual([]);
  clock.advance(1);
  const [object] = await delivered(second, 1);
  expect(String(object?.content)).toBe('kept\n');
  expect(object?.key).toContain('2026-03-04-05-59-30');
  await second.stop();

  clock = new ManualClock(clock.now() + 600_000);
  const third = await start();
  await third.stop();
  expect(await third.objects()).toHaveLength(1);
});

it('keeps what its role may not deliver, tells it, and tries again', async () => {
  let allowed = false;
  const isRoleAllowed = vi.fn(() => allowed);
  const archive = await start({ Prefix: 'raw/' }, isRoleAllowed);
  await archive.put('a');
  clock.advance(60_000);
  await vi.waitFor(() => expect(archive.failures).toHaveLength(1), PATIENCE);
  expect(archive.failures[0]).toContain(`1: The role ${ROLE_ARN} is not authorized to perform s3:PutObject`);
  expect(isRoleAllowed).toHaveBeenCalledWith(ROLE_ARN, 's3:PutObject', expect.stringContaining(`${BUCKET_ARN}/raw/`));
  clock.advance(60_000);
  await vi.waitFor(() => expect(archive.failures).toHaveLength(2), PATIENCE);

  allowed = true;
  await archive.put('b');
  clock.advance(60_000);
  const [object] = await delivered(archive, 1);
  expect(String(object?.content)).toBe('ab');
});

it('writes what has piled up in objects of the size of the buffer', async () => {
  let allowed = false;
  const archive = await start({}, () => allowed);
  const half = 'x'.repeat(512 * 1024);
  await archive.put(half, half, half);
  await vi.waitFor(() => expect(archive.failures).toHaveLength(1), PATIENCE);
  allowed = true;
  clock.advance(60_000);
  const sizes = (await delivered(archive, 2)).map(({ content }) => content.length);
  expect(sizes.sort((a, b) => a - b)).toEqual([512 * 1024, 1024 * 1024]);
});

it('delivers at once without an interval', async () => {
  const archive = await start({ BufferingHints: { IntervalInSeconds: 0, SizeInMBs: 1 } });
  await archive.put('now');
  await delivered(archive, 1);
});
