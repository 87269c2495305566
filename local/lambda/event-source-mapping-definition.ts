// What the template says of a mapping: AWS::Lambda::EventSourceMapping of a queue.
import { availableParallelism } from 'node:os';
import type { Assembly, AssemblyResource } from '../assembly/assembly';

/** A mapping as the template wants it. */
export interface MappingDefinition {
  logicalId: string;
  queueArn: string;
  functionArn: string;
  batchSize: number;
  /** How long a batch that is not full may be waited for. */
  windowMs: number;
  maxConcurrency: number;
  reportsItemFailures: boolean;
  enabled: boolean;
}

/** Returns every mapping. Throws an Error that names one whose source is not a queue or whose limits AWS would refuse. */
export function mappingDefinitions(assembly: Assembly): MappingDefinition[] {
  const arns = new Map(assembly.ofType('AWS::Lambda::Function').map(({ ref, arn }) => [ref, arn]));
  return assembly.ofType('AWS::Lambda::EventSourceMapping').map((resource) => readMapping(resource, arns));
}

function readMapping(
  { logicalId, properties }: AssemblyResource,
  arns: ReadonlyMap<string, string>,
): MappingDefinition {
  const refuse = (why: string) => new Error(`The event source mapping ${logicalId} cannot be made: ${why}.`);
  const queueArn = String(properties.EventSourceArn ?? '');
  if (!queueArn.startsWith('arn:aws:sqs:')) throw refuse(`the local cloud reads from queues only, not ${queueArn}`);
  const named = String(properties.FunctionName ?? '');
  const batchSize = Number(properties.BatchSize ?? 10);
  const windowSeconds = Number(properties.MaximumBatchingWindowInSeconds ?? 0);
  // Limits: Lambda developer guide, "Using Lambda with Amazon SQS"; API reference, CreateEventSourceMapping.
  if (!(batchSize >= 1 && batchSize <= 10_000)) throw refuse('BatchSize must be between 1 and 10000');
  if (!(windowSeconds >= 0 && windowSeconds <= 300)) throw refuse('the batching window must be between 0 and 300 s');
  if (batchSize > 10 && windowSeconds < 1) throw refuse('a BatchSize above 10 needs a batching window of at least 1 s');
  const scaling = properties.ScalingConfig as { MaximumConcurrency?: unknown } | undefined;
  const asked = scaling?.MaximumConcurrency === undefined ? null : Number(scaling.MaximumConcurrency);
  if (asked !== null && !(asked >= 2 && asked <= 1000)) throw refuse('MaximumConcurrency must be between 2 and 1000');
  const responseTypes = Array.isArray(properties.FunctionResponseTypes) ? properties.FunctionResponseTypes : [];
  return {
    logicalId,
    queueArn,
    functionArn: arns.get(named) ?? named,
    batchSize,
    windowMs: windowSeconds * 1000,
    maxConcurrency: asked === null ? localConcurrency() : Math.min(asked, localConcurrency()),
    reportsItemFailures: responseTypes.includes('ReportBatchItemFailures'),
    enabled: properties.Enabled === undefined || String(properties.Enabled) === 'true',
  };
}

// More instances than cores make a laptop slower, not faster, and each takes memory. Two is the least that AWS allows.
function localConcurrency(): number {
  return Math.max(2, availableParallelism());
}
