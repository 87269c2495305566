// An HTTP proxy between a browser and the cloud that can fall silent, as a link does when a cable is pulled: nobody is
// told, connections stay open, and nothing comes any more.
import { createServer, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface CuttableProxy {
  /** For Playwright's `proxy.server`. */
  url: string;
  /** From now on nothing passes, in neither direction. */
  cut(): void;
  /** From now on nobody listens on `port`, as when a service is down: what was open ends, what is new is refused. */
  refuse(port: number): void;
  /** New connections pass again. Those that were cut stay dead, as they would. */
  mend(): void;
  stop(): Promise<void>;
}

/** Starts a proxy on a free port. */
export async function startCuttableProxy(): Promise<CuttableProxy> {
  const ends = new Set<Duplex>();
  const tunnels = new Map<Duplex, string>();
  let silent = false;
  let refused = '';
  const hold = (end: Duplex) => {
    ends.add(end);
    end.on('close', () => ends.delete(end));
    end.on('error', () => end.destroy());
  };
  const freeze = (end: Duplex) => {
    end.unpipe();
    end.pause();
  };

  const server = createServer((from, to) => {
    if (silent) return;
    if (new URL(from.url ?? '', 'http://-').port === refused) return void from.socket.destroy();
    const onward = request(
      from.url ?? '',
      { method: from.method, headers: { ...from.headers, connection: 'close' } },
      (answer) => {
        if (silent) return;
        // A kept-alive connection would be reused although it is dead; a moved laptop's browser drops them, too.
        to.writeHead(answer.statusCode ?? 502, { ...answer.headers, connection: 'close' });
        answer.pipe(to);
      },
    );
    onward.on('error', () => to.destroy());
    from.pipe(onward);
  });
  server.on('connection', hold);
  server.on('connect', ({ url = '' }, near: Duplex) => {
    if (silent) return;
    const [host = '', port = ''] = url.split(':');
    if (port === refused) return void near.destroy();
    const far: Socket = connect(Number(port), host, () => {
      near.write('HTTP/1.1 200 Connection established\r\n\r\n');
      near.pipe(far);
      far.pipe(near);
    });
    hold(far);
    tunnels.set(near, port);
    near.on('close', () => tunnels.delete(near));
    near.on('close', () => silent || far.destroy());
    far.on('close', () => silent || near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');

  return {
    url: `http://127.0.0.1:${address.port}`,
    cut() {
      silent = true;
      for (const end of ends) freeze(end);
    },
    refuse(port) {
      refused = String(port);
      for (const [near, to] of tunnels) if (to === refused) near.destroy();
    },
    mend() {
      silent = false;
      refused = '';
    },
    stop() {
      for (const end of ends) end.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
