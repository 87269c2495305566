// A TCP door in front of a service, which a test can shut and open again.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface CuttableDoor {
  port: number;
  /** Where the door leads; nothing gets through before this is set. */
  leadTo(port: number): void;
  /** Ends what goes through and lets nobody in. */
  shut(): void;
  open(): void;
  close(): Promise<void>;
}

/** Opens a door on a free port of the loopback interface. */
export async function openDoor(): Promise<CuttableDoor> {
  const sockets = new Set<Socket>();
  let target: number | null = null;
  let isShut = false;
  const server = createServer((inner) => {
    if (isShut || target === null) return void inner.destroy();
    const outer = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    leadTo(port) {
      target = port;
    },
    shut() {
      isShut = true;
      cut();
    },
    open() {
      isShut = false;
    },
    close() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
