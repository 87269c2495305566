// Runs the backend's functions: each from its bundle, with its own environment, credentials and instances.
import { join } from 'node:path';
import type { Assembly } from '../assembly/assembly';
import type { FunctionInvoker } from '../settings/ports';
import { asynchronousSettings, UNCONFIGURED } from './asynchronous-settings';
import { mappingDefinitions } from './event-source-mapping-definition';
import { failureRecord } from './failure-record';
import { functionDefinitions } from './function-definition';
import { type FunctionCredentials, functionEnvironment } from './function-environment';
import { FunctionLog } from './function-log';
import { FunctionPool } from './function-pool';
import { FunctionWorker } from './function-worker';
import { invokePermissions, type MayInvoke } from './invoke-permissions';

/** The running functions. */
export interface Functions extends FunctionInvoker {
  mayInvoke: MayInvoke;
  /** The role by which a function acts. Throws an Error when there is no such function. */
  roleArnOf(functionArn: string): string;
  /** How long a function may take for one event. Throws an Error when there is no such function. */
  timeoutMsOf(functionArn: string): number;
  /** Loads one instance of every function, so that the first event need not wait. Throws FunctionError of the first that fails. */
  warm(): Promise<void>;
  /** Ends all instances, in the middle of an event if need be. */
  stop(): Promise<void>;
}

// What is invoked by people and rules, not by a queue, gets by with a pair of instances.
const DEFAULT_INSTANCES = 2;

/**
 * Prepares the backend's functions; an instance is started when an event needs one. Each function has as many instances as
 * its queue's mapping may use at once, else two. What it writes to the console goes to `onLog`, by default to
 * `<dataDirectory>/logs/<function>.log`. Throws an Error naming a function that cannot run
 * here, or a destination that its role may not reach.
 */
export function startFunctions(options: {
  assembly: Assembly;
  dataDirectory: string;
  awsEndpoint: string;
  /** Variables by which functions find what is no AWS service, by name. */
  endpoints?: Record<string, string>;
  /** `sessionName` is the function's name. */
  credentialsFor(roleArn: string, sessionName: string): FunctionCredentials;
  onLog?: (functionName: string, line: string) => void;
  /** Where records of events that were given up go, and whether a role may send them there. */
  destinations?: {
    send(queueArn: string, body: string): Promise<unknown>;
    isAllowed(roleArn: string, action: string, resource: string): boolean;
  };
}): Functions {
  const { assembly, awsEndpoint, credentialsFor, destinations } = options;
  const log = new FunctionLog(join(options.dataDirectory, 'logs'));
  const onLog = options.onLog ?? ((name: string, line: string) => log.append(name, line));
  const instances = new Map<string, number>();
  for (const { functionArn, maxConcurrency } of mappingDefinitions(assembly)) {
    instances.set(functionArn, Math.max(DEFAULT_INSTANCES, (instances.get(functionArn) ?? 0) + maxConcurrency));
  }
  const definitions = functionDefinitions(assembly);
  const running = new Map(
    definitions.map((definition) => {
      const start = () => {
        const credentials = credentialsFor(definition.roleArn, definition.name);
        const environment = {
          ...functionEnvironment(definition, credentials, awsEndpoint),
          ...options.endpoints,
        };
        return new FunctionWorker(definition, environment, (line) => onLog(definition.friendlyName, line));
      };
      const pool = new FunctionPool(start, instances.get(definition.arn) ?? DEFAULT_INSTANCES);
      return [definition.arn, { definition, pool }] as const;
    }),
  );
  const find = (functionArn: string) => {
    const found = running.get(functionArn);
    if (!found) throw new Error(`There is no function ${functionArn} in the template.`);
    return found;
  };
  const settings = asynchronousSettings(assembly);
  for (const [functionArn, { failureQueueArn }] of settings) {
    const { roleArn } = find(functionArn).definition;
    if (failureQueueArn === null || destinations?.isAllowed(roleArn, 'sqs:SendMessage', failureQueueArn)) continue;
    throw new Error(
      `The destination of ${functionArn} cannot be set: ${roleArn} lacks sqs:SendMessage on ${failureQueueArn}.`,
    );
  }
  const pools = [...running.values()].map(({ pool }) => pool);
  return {
    invoke: async (functionArn, event) => find(functionArn).pool.invoke(event),
    asynchronous(functionArn) {
      const { failureQueueArn, ...how } = settings.get(functionArn) ?? UNCONFIGURED;
      return {
        ...how,
        async giveUp(failure) {
          if (failureQueueArn === null) return;
          await destinations?.send(failureQueueArn, failureRecord(functionArn, failure, Date.now()));
        },
      };
    },
    mayInvoke: invokePermissions(assembly),
    roleArnOf: (functionArn) => find(functionArn).definition.roleArn,
    timeoutMsOf: (functionArn) => find(functionArn).definition.timeoutMs,
    async warm() {
      await Promise.all(pools.map((pool) => pool.warm()));
    },
    async stop() {
      await Promise.all(pools.map((pool) => pool.stop()));
      await log.flush();
    },
  };
}
