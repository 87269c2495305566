// A process that puts messages on a queue from many callers at once until it is killed (see sqs.test.ts). Prints the
// number of each message once the queue has said that it is safe.
import { writeSync } from 'node:fs';
import { assemblyOf, queueResource } from '../../local/sqs/queue-fixture';
import { startQueues } from '../../local/sqs/start-queues';

const folder = process.argv[2] ?? '';
const queues = await startQueues({ assembly: assemblyOf(folder, [queueResource('work')]), dataDirectory: folder });
const queueUrl = queueResource('work').ref;
let next = 0;

async function sendForever(): Promise<never> {
  for (;;) {
    const number = String(next++);
    await queues.sender.send(queueUrl, number.padEnd(400));
    // At once, and not through a stream: what was acknowledged must be known even when the kill comes now.
    writeSync(1, `${number}\n`);
  }
}

await Promise.all(Array.from({ length: 50 }, sendForever));
