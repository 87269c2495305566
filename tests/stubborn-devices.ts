// Devices that lose nothing by themselves, and the load that they make together: what is missing afterwards, the cloud lost.
import type { MqttClient } from 'mqtt';

const TICK_MS = 20;
const RECONNECT_MS = 100;
// A busy machine ticks late; what is due then comes together, up to here.
const LONGEST_TICK_MS = 200;

/** A device that keeps a reading until the broker has it, over as many connections as that takes. */
export interface StubbornDevice {
  isConnected(): boolean;
  measure(seq: number): void;
  /** Stops reconnecting and disconnects. */
  leave(): Promise<void>;
}

/** Starts a device. `connect` rejects as long as there is no broker. */
export function stubbornDevice(
  connect: () => Promise<MqttClient>,
  onAcknowledged: (seq: number) => void,
): StubbornDevice {
  const kept = new Map<number, string>();
  let client: MqttClient | null = null;
  let isLeaving = false;
  const send = (seq: number, reading: string) =>
    client?.publish(`${client.options.clientId}/telemetry`, reading, { qos: 1 }, (error) => {
      if (!error && kept.delete(seq)) onAcknowledged(seq);
    });
  const stayConnected = async () => {
    while (!isLeaving) {
      const fresh = await connect().catch(() => null);
      if (!fresh) await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
      else {
        const lost = new Promise<void>((resolve) => fresh.once('close', () => resolve()));
        client = fresh;
        for (const [seq, reading] of kept) send(seq, reading);
        if (!isLeaving && fresh.connected) await lost;
        client = null;
        await fresh.endAsync(true);
      }
    }
  };
  const living = stayConnected();
  return {
    isConnected: () => client?.connected === true,
    measure(seq) {
      const reading = JSON.stringify({ id: seq, ts: Date.now(), reading: seq });
      kept.set(seq, reading);
      send(seq, reading);
    },
    async leave() {
      isLeaving = true;
      client?.end(true);
      await living;
    },
  };
}

/**
 * Has devices take readings, `perSecond` in all while every one of them is connected, until it is stopped. Reading number n
 * is of the device at `turns[n modulo turns.length]`; the first one is number `from`. `count` is the number of the next,
 * `rate` what came of it.
 */
export function takeReadings(
  devices: readonly StubbornDevice[],
  { turns, perSecond, from }: { turns: readonly number[]; perSecond: number; from: number },
) {
  let count = from;
  let credit = 0;
  let workedMs = 0;
  let tickedAt = performance.now();
  const timer = setInterval(() => {
    const elapsedMs = Math.min(performance.now() - tickedAt, LONGEST_TICK_MS);
    tickedAt = performance.now();
    // A load that waits while nobody takes it would come as one flood afterwards.
    if (!devices.every((device) => device.isConnected())) return;
    workedMs += elapsedMs;
    for (credit += (perSecond * elapsedMs) / 1_000; credit >= 1; credit -= 1) {
      devices[turns[count % turns.length] ?? 0]?.measure(count);
      count += 1;
    }
  }, TICK_MS);
  return {
    count: () => count,
    rate: () => Math.round((count - from) / (workedMs / 1_000)),
    stop: () => clearInterval(timer),
  };
}
