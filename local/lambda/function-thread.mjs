// What runs inside a function's thread: loads its bundle, then handles one event after the other, as Lambda's runtime does.
// Plain JavaScript: threads are started without a TypeScript loader.
import { register } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

const { file, exportName, sdkFrom, context } = workerData;

// Lambda's runtime provides the AWS SDK; a bundle far from any node_modules is given the local cloud's.
if (sdkFrom) register('./provide-sdk.mjs', import.meta.url, { data: { sdkFrom } });

let handler;
try {
  handler = (await import(file))[exportName];
  if (typeof handler !== 'function') {
    throw Object.assign(new Error(`${exportName} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' });
  }
  parentPort.postMessage({ kind: 'ready' });
} catch (error) {
  parentPort.postMessage({ kind: 'initFailed', error: describe(error) });
}

parentPort.on('message', async ({ requestId, event, deadlineMs }) => {
  try {
    const result = await handler(JSON.parse(event), {
      ...context,
      awsRequestId: requestId,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => deadlineMs - Date.now(),
    });
    parentPort.postMessage({ kind: 'succeeded', result: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    parentPort.postMessage({ kind: 'failed', error: describe(error) });
  }
});

// As Lambda reports a failure: an Error by its name, anything else by its type.
function describe(thrown) {
  if (!(thrown instanceof Error)) return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  return { errorType: thrown.name, errorMessage: thrown.message, trace: thrown.stack?.split('\n') ?? [] };
}
