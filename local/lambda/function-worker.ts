// One instance of a function: a thread that handles one event at a time until it fails beyond repair.
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { FunctionError } from '../settings/ports';
import type { FunctionDefinition } from './function-definition';
import { type Invocation, invocationReport } from './invocation-report';

interface ReportedError {
  errorType: string;
  errorMessage: string;
  trace: string[];
}

type Reply =
  | { kind: 'ready' }
  | { kind: 'initFailed'; error: ReportedError }
  | { kind: 'succeeded'; result: string }
  | { kind: 'failed'; error: ReportedError };

const TIMED_OUT = 'Sandbox.Timedout';

/** See the file's head. */
export class FunctionWorker {
  readonly #worker: Worker;
  #waiting: { resolve: (reply: Reply) => void; reject: (error: FunctionError) => void } | null = null;
  #fatal: FunctionError | null = null;
  #requestId = 'none';
  /** How long the bundle took to load, until an invocation has reported it. */
  #initDurationMs: number | null = null;
  readonly #ready: Promise<void>;

  constructor(
    private readonly definition: FunctionDefinition,
    environment: Record<string, string>,
    private readonly onLog: (line: string) => void,
  ) {
    const startedAt = performance.now();
    this.#worker = new Worker(new URL('./function-thread.mjs', import.meta.url), {
      name: definition.friendlyName,
      env: environment,
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: definition.memoryMb },
      workerData: {
        file: pathToFileURL(definition.file).href,
        exportName: definition.exportName,
        sdkFrom: canResolveSdk(definition.file) ? null : import.meta.url,
        context: {
          functionName: definition.name,
          functionVersion: '$LATEST',
          invokedFunctionArn: definition.arn,
          memoryLimitInMB: String(definition.memoryMb),
          logGroupName: definition.logGroupName,
          logStreamName: 'local',
        },
      },
    });
    for (const stream of [this.#worker.stdout, this.#worker.stderr])
      createInterface({ input: stream }).on('line', onLog);
    const first = this.#nextReply();
    this.#worker.on('message', (reply: Reply) => {
      const waiting = this.#waiting;
      this.#waiting = null;
      waiting?.resolve(reply);
    });
    this.#worker.on('error', (error: NodeJS.ErrnoException) => this.#fail(this.#crash(error)));
    this.#worker.on('exit', (code) => {
      this.#fail(this.#exitError(`exit status ${code}`));
    });
    this.#ready = first.then((reply) => {
      this.#initDurationMs = performance.now() - startedAt;
      if (reply.kind !== 'initFailed') return;
      this.#report(reply.error);
      this.#fail(new FunctionError(reply.error.errorMessage, reply.error.errorType));
      void this.#worker.terminate();
    });
    // Whoever invokes or warms hears of it; an instance that nobody asks for may fail in silence.
    this.#ready.catch(() => undefined);
  }

  /** Whether it can take another event; once false it stays so. */
  get isUsable(): boolean {
    return this.#fatal === null;
  }

  /** Resolves when the bundle is loaded. Throws FunctionError when it cannot be. */
  async whenReady(): Promise<void> {
    await this.#ready;
    if (this.#fatal) throw this.#fatal;
  }

  /**
   * Has the handler handle `event` and returns its result, both as JSON would carry them. Throws FunctionError when the
   * handler throws, runs out of time or memory, or ends its process; in the latter cases the instance is used up.
   */
  async invoke(event: unknown): Promise<unknown> {
    await this.whenReady();
    const requestId = randomUUID();
    this.#requestId = requestId;
    const { timeoutMs } = this.definition;
    const answered = this.#nextReply();
    this.#worker.postMessage({ requestId, event: JSON.stringify(event), deadlineMs: Date.now() + timeoutMs });
    const timer = setTimeout(() => this.#timeOut(), timeoutMs);
    const startedAt = performance.now();
    let status: Invocation['status'] = 'error';
    try {
      const reply = await answered;
      if (reply.kind === 'succeeded') {
        status = 'success';
        return JSON.parse(reply.result);
      }
      if (reply.kind !== 'failed') throw new FunctionError('The runtime gave no answer.', 'Runtime.Unknown');
      this.#report(reply.error);
      throw new FunctionError(reply.error.errorMessage, reply.error.errorType);
    } catch (error) {
      if (error instanceof FunctionError && error.errorType === TIMED_OUT) status = 'timeout';
      throw error;
    } finally {
      clearTimeout(timer);
      this.#reportInvocation({ requestId, durationMs: performance.now() - startedAt, status });
    }
  }

  /** Ends the thread, in the middle of an event if need be. */
  async stop(): Promise<void> {
    this.#fail(this.#exitError('signal: terminated'));
    await this.#worker.terminate();
  }

  #nextReply(): Promise<Reply> {
    if (this.#fatal) return Promise.reject(this.#fatal);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #timeOut(): void {
    const seconds = (this.definition.timeoutMs / 1000).toFixed(2);
    const message = `RequestId: ${this.#requestId} Error: Task timed out after ${seconds} seconds`;
    this.onLog(message);
    this.#fail(new FunctionError(message, TIMED_OUT));
    void this.#worker.terminate();
  }

  #fail(error: FunctionError): void {
    this.#fatal ??= error;
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.reject(this.#fatal);
  }

  #crash(error: NodeJS.ErrnoException): FunctionError {
    this.#report({ errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] });
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return this.#exitError('signal: killed', 'Runtime.OutOfMemory');
    return this.#exitError('exit status 1');
  }

  #exitError(how: string, errorType = 'Runtime.ExitError'): FunctionError {
    return new FunctionError(`RequestId: ${this.#requestId} Error: Runtime exited with error: ${how}`, errorType);
  }

  #reportInvocation(invocation: Pick<Invocation, 'requestId' | 'durationMs' | 'status'>): void {
    const initDurationMs = this.#initDurationMs;
    this.#initDurationMs = null;
    const line = invocationReport(this.definition, { ...invocation, endedAt: Date.now(), initDurationMs });
    if (line !== null) this.onLog(line);
  }

  // As Lambda's runtime writes a failure to the function's log.
  #report({ errorType, errorMessage, trace }: ReportedError): void {
    const timestamp = new Date().toISOString();
    const message = { errorType, errorMessage, stackTrace: trace };
    this.onLog(JSON.stringify({ timestamp, level: 'ERROR', requestId: this.#requestId, message }));
  }
}

function canResolveSdk(file: string): boolean {
  try {
    createRequire(file).resolve('@aws-sdk/client-ssm');
    return true;
  } catch {
    return false;
  }
}
