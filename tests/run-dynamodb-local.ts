// `npm run test:dynamodb-local`: the integration tests on Amazon's DynamoDB Local in place of our engine, in memory. It is
// not ours to hand out: DYNAMODB_LOCAL names the folder with DynamoDBLocal.jar. DYNAMODB_ENDPOINT is the address of another
// engine that runs already, such as Moto's. Arguments go to vitest.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { remoteEngine } from '../local/dynamodb/remote-engine';
import { eventually } from './test-cloud';

const STARTS_WITHIN_MS = 60_000;
const given = process.env.DYNAMODB_ENDPOINT ?? '';
const endpoint = given || (await startDynamoDbLocal());
const vitest = spawn('npx', ['vitest', 'run', '--project', 'integration', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, FLEETLIGHT_DYNAMODB_ENDPOINT: endpoint },
});
const [code] = (await once(vitest, 'exit')) as [number | null];
process.exit(code ?? 1);

async function startDynamoDbLocal(): Promise<string> {
  const folder = process.env.DYNAMODB_LOCAL ?? '';
  const jar = join(folder, 'DynamoDBLocal.jar');
  if (!folder || !existsSync(jar)) {
    console.error(`DYNAMODB_LOCAL must name a folder with DynamoDBLocal.jar and DynamoDBLocal_lib; Java must be installed.
Amazon offers it for download: "Setting up DynamoDB local" in the DynamoDB developer guide. Or let DYNAMODB_ENDPOINT be the
address of another engine that runs already.`);
    process.exit(1);
  }
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const library = `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`;
  const java = spawn('java', [library, '-jar', jar, '-inMemory', '-port', String(port)], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  process.on('exit', () => java.kill());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const ended = once(java, 'exit').then(([code]) => {
    throw new Error(`DynamoDB Local ended with code ${code}.`);
  });
  const answers = eventually(
    'DynamoDB Local answers',
    () =>
      remoteEngine(address, 'start')
        .call('ListTables', {})
        .catch(() => null),
    STARTS_WITHIN_MS,
  );
  await Promise.race([answers, ended]);
  // From here on the tests say what is wrong.
  ended.catch(() => undefined);
  return address;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
