// What the template says of asynchronous invocations: AWS::Lambda::EventInvokeConfig.
import type { Assembly, AssemblyResource } from '../assembly/assembly';

/** How a function is invoked by those who do not wait for it. */
export interface AsynchronousSettings {
  /** How often a failed event is tried again. */
  retries: number;
  /** How long after it was taken an event may still be tried. */
  maxAgeMs: number;
  /** The queue that is told of events that were given up; null without one. */
  failureQueueArn: string | null;
}

const SIX_HOURS_SECONDS = 21_600;
const MOST_RETRIES = 2;

/** The settings of a function that has none. */
export const UNCONFIGURED: AsynchronousSettings = {
  retries: MOST_RETRIES,
  maxAgeMs: SIX_HOURS_SECONDS * 1000,
  failureQueueArn: null,
};

/**
 * Returns the settings of every function that has some, by its ARN. Throws an Error that names a setting which AWS would
 * refuse, or a destination that is no queue's.
 */
export function asynchronousSettings(assembly: Assembly): Map<string, AsynchronousSettings> {
  const arns = new Map(assembly.ofType('AWS::Lambda::Function').map(({ ref, arn }) => [ref, arn]));
  const configurations = assembly.ofType('AWS::Lambda::EventInvokeConfig');
  return new Map(
    configurations.map((resource) => {
      const named = String(resource.properties.FunctionName);
      return [arns.get(named) ?? named, readConfiguration(resource, assembly)] as const;
    }),
  );
}

function readConfiguration({ logicalId, properties }: AssemblyResource, assembly: Assembly): AsynchronousSettings {
  const refuse = (why: string) => new Error(`The asynchronous invocation ${logicalId} cannot be configured: ${why}.`);
  if (properties.Qualifier !== undefined && properties.Qualifier !== '$LATEST') {
    throw refuse(`the local cloud knows no version ${String(properties.Qualifier)}`);
  }
  // Limits: Lambda API reference, PutFunctionEventInvokeConfig.
  const retries = Number(properties.MaximumRetryAttempts ?? MOST_RETRIES);
  const ageSeconds = Number(properties.MaximumEventAgeInSeconds ?? SIX_HOURS_SECONDS);
  if (![0, 1, 2].includes(retries)) throw refuse('MaximumRetryAttempts must be between 0 and 2');
  if (!(ageSeconds >= 60 && ageSeconds <= SIX_HOURS_SECONDS)) {
    throw refuse('MaximumEventAgeInSeconds must be between 60 and 21600');
  }
  const { OnFailure, ...others } = (properties.DestinationConfig ?? {}) as Record<string, { Destination?: unknown }>;
  const [other] = Object.keys(others);
  if (other !== undefined) throw refuse(`the destination ${other} is not supported`);
  const destination = OnFailure?.Destination;
  if (destination !== undefined && !assembly.ofType('AWS::SQS::Queue').some(({ arn }) => arn === destination)) {
    throw refuse(`its destination ${String(destination)} is none of the backend's queues`);
  }
  return {
    retries,
    maxAgeMs: ageSeconds * 1000,
    failureQueueArn: destination === undefined ? null : String(destination),
  };
}
