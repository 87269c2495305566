// Opens every delivery stream of the assembly on disk.
import { join } from 'node:path';
import type { Assembly } from '../assembly/assembly';
import type { AwsService } from '../gateway/aws-service';
import { type Clock, systemClock } from '../settings/clock';
import type { RecordSender } from '../settings/ports';
import { MessageStore } from '../sqs/message-store';
import { type DeliveryPorts, DeliveryStream } from './delivery-stream';
import { createFirehoseService, streamOf } from './firehose-service';
import { streamSettings } from './stream-settings';

/** The running delivery streams. */
export interface LocalFirehose {
  /** For the gateway; empty without a delivery stream. */
  services: AwsService[];
  records: RecordSender;
  /** Finishes what is being delivered and closes the files. */
  stop(): Promise<void>;
}

/**
 * Opens the streams below `<dataDirectory>/firehose`, with the records that an earlier process did not deliver. Throws
 * StreamRefusedError, and QueueStorageError when the disk refuses.
 */
export async function startFirehose(
  options: { assembly: Assembly; dataDirectory: string; clock?: Clock } & Omit<DeliveryPorts, 'clock'>,
): Promise<LocalFirehose> {
  const { assembly, dataDirectory, clock = systemClock, ...ports } = options;
  const streams = new Map<string, DeliveryStream>();
  for (const settings of streamSettings(assembly)) {
    const store = await MessageStore.open(join(dataDirectory, 'firehose', settings.name));
    streams.set(settings.name, new DeliveryStream(settings, store, { ...ports, clock }));
  }
  return {
    services: streams.size === 0 ? [] : [createFirehoseService(streams)],
    records: {
      async put(streamName, records) {
        const stream = streamOf(streams, streamName);
        await Promise.all(records.map((record) => stream.put(record)));
      },
    },
    async stop() {
      const closed = await Promise.allSettled([...streams.values()].map((stream) => stream.close()));
      const failed = closed.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
    },
  };
}
