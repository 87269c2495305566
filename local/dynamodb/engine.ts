// Starts and stops the engine's thread and speaks to it in messages. What DynamoDB means by a request is not looked at here.
import { mkdir } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { crc32 } from 'node:zlib';
import { ACCOUNT_ID, REGION } from '../assembly/assembly';
import type { AwsResponse } from '../gateway/aws-service';
import { type TableCaller, TableRefusal } from '../settings/ports';
import type { TableIndex } from './table-definition';

/** The engine has stopped by itself, or cannot do what it was asked; nothing can be read or written. */
export class DatabaseEngineError extends Error {
  override name = 'DatabaseEngineError';
}

/** The running engine. */
export interface Engine extends TableCaller {
  /** Has the engine carry out an operation with a JSON body; returns its answer. Throws DatabaseEngineError when there is none. */
  forward(operation: string, body: Buffer | string): Promise<AwsResponse>;
  /** Drops and builds secondary indexes of an existing table; its items stay. No request may be under way. */
  reindex(change: {
    tableName: string;
    attributeDefinitions: readonly object[];
    drop: readonly string[];
    build: readonly TableIndex[];
  }): Promise<void>;
  stop(): Promise<void>;
}

// Nearly everything that a request needs is garbage when it is answered; with more room it is collected less often.
const YOUNG_MB = 96;

interface Answer {
  status: number;
  body: string;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

type Reply =
  | { id: number; kind: 'done'; value: unknown }
  | { id: number; kind: 'failed'; message: string }
  | { kind: 'ready' };

/** Opens the database in the folder `path`, which is made if need be. Throws DatabaseEngineError when it cannot be opened. */
export async function startEngine(path: string): Promise<Engine> {
  await mkdir(path, { recursive: true });
  const worker = new Worker(new URL('./dynalite-worker.mjs', import.meta.url), {
    workerData: { path },
    env: { AWS_REGION: REGION, AWS_ACCOUNT_ID: ACCOUNT_ID },
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  let failure: DatabaseEngineError | null = null;
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  worker.on('error', (cause) => {
    failure ??= new DatabaseEngineError(`The database engine stopped: ${describe(cause)}`, { cause });
  });
  const exited = new Promise((resolve) => worker.once('exit', resolve)).then(() => {
    failure ??= new DatabaseEngineError('The database engine has stopped.');
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  });
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    exited.then(() => reject(failure));
  });
  worker.on('message', (reply: Reply) => {
    if (reply.kind === 'ready') return;
    const caller = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.kind === 'done') caller?.resolve(reply.value);
    else caller?.reject(new DatabaseEngineError(`The database engine failed: ${reply.message}`));
  });

  function ask(request: object): Promise<unknown> {
    if (failure) return Promise.reject(failure);
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, ...request });
    });
  }

  async function forward(operation: string, body: Buffer | string): Promise<AwsResponse> {
    // As text: of a Buffer, the whole memory that it was cut from would be copied.
    const answer = (await ask({ kind: 'answer', operation, body: body.toString() })) as Answer;
    return {
      ...answer,
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-crc32': String(crc32(answer.body)) },
    };
  }

  return {
    forward,
    call: async (operation, input) => readAnswer(await forward(operation, JSON.stringify(input))),
    async reindex(change) {
      await ask({ kind: 'reindex', ...change });
    },
    async stop() {
      if (failure === null) await ask({ kind: 'stop' });
      await worker.terminate();
      await exited;
    },
  };
}

/** Returns what an engine answered. Throws TableRefusal for DynamoDB's own errors. */
export function readAnswer({ status, body }: Pick<AwsResponse, 'status' | 'body'>): Record<string, unknown> {
  const answer = JSON.parse(body.toString()) as Record<string, unknown>;
  if (status < 300) return answer;
  const code = String(answer.__type).replace(/^.*#/, '');
  throw new TableRefusal(code, String(answer.message ?? answer.Message ?? code), status);
}

// LevelDB keeps the reason why a database does not open in the error's cause.
function describe({ message, cause }: Error): string {
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
