import { expect, it } from 'vitest';
import { type BrowserScope, installLocalCloud } from './install-local-cloud';

const settings = { awsEndpoint: 'http://127.0.0.1:4701', region: 'eu-central-1' };
const cognito = 'https://cognito-idp.eu-central-1.amazonaws.com/';

function page() {
  const fetched: { url: string; method: string | undefined; body: string }[] = [];
  const opened: unknown[][] = [];
  class RecordedSocket extends EventTarget {
    constructor(...given: unknown[]) {
      super();
      opened.push(given);
    }
  }
  const scope: BrowserScope = {
    fetch: async (input, init) => {
      const request = new Request(input, init);
      fetched.push({ url: request.url, method: request.method, body: await request.text() });
      return new Response();
    },
    // The members of a socket do not matter here, only how it is made.
    WebSocket: RecordedSocket as unknown as typeof WebSocket,
    location: { hostname: '127.0.0.1' },
  };
  installLocalCloud(scope, settings);
  return { scope, fetched, opened };
}

it('sends a request to Cognito here, whichever way it is written, with its method and body', async () => {
  const { scope, fetched } = page();
  const init = { method: 'POST', body: '{}' };
  await scope.fetch(cognito, init);
  await scope.fetch(new URL(cognito), init);
  await scope.fetch(new Request(cognito, init));
  expect(fetched).toEqual(Array(3).fill({ url: 'http://127.0.0.1:4701/', ...init }));
});

it('opens sockets to this computer without TLS, with their protocols', () => {
  const { scope, opened } = page();
  new scope.WebSocket('wss://127.0.0.1:4701/graphql/realtime', ['graphql-ws']);
  new scope.WebSocket(new URL('wss://example.com/'));
  expect(opened).toEqual([
    ['ws://127.0.0.1:4701/graphql/realtime', ['graphql-ws']],
    ['wss://example.com/', undefined],
  ]);
});
