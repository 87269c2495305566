// What the template says of a queue: AWS::SQS::Queue read into units, with the service's defaults.
import type { Assembly, AssemblyResource } from '../assembly/assembly';

/** A queue's configuration. */
export interface QueueSettings {
  name: string;
  arn: string;
  url: string;
  visibilityTimeoutMs: number;
  retentionMs: number;
  delayMs: number;
  maximumMessageBytes: number;
  receiveWaitMs: number;
  redrive: { deadLetterArn: string; maxReceiveCount: number } | null;
}

// 1 MiB since August 2025, 256 KiB before (SQS API reference, SendMessage and CreateQueue).
const DEFAULT_MAXIMUM_MESSAGE_BYTES = 1024 * 1024;

/**
 * Returns the settings of every queue in the assembly. Throws an Error that names the queue for a value that
 * cannot be read and for a dead-letter queue that is not in the assembly.
 */
export function queueSettings(assembly: Assembly): QueueSettings[] {
  const queues = assembly.ofType('AWS::SQS::Queue').map(readQueue);
  const arns = new Set(queues.map(({ arn }) => arn));
  for (const { name, redrive } of queues) {
    if (redrive && !arns.has(redrive.deadLetterArn)) {
      throw new Error(`Queue ${name} sends its dead letters to ${redrive.deadLetterArn}, which the template lacks.`);
    }
  }
  return queues;
}

function readQueue({ logicalId, properties, arn, ref }: AssemblyResource): QueueSettings {
  const seconds = (property: string, otherwise: number) => 1000 * number(properties[property] ?? otherwise, property);
  return {
    name: arn.slice(arn.lastIndexOf(':') + 1),
    arn,
    url: ref,
    // Defaults: AWS::SQS::Queue in the CloudFormation reference.
    visibilityTimeoutMs: seconds('VisibilityTimeout', 30),
    retentionMs: seconds('MessageRetentionPeriod', 345_600),
    delayMs: seconds('DelaySeconds', 0),
    maximumMessageBytes: number(properties.MaximumMessageSize ?? DEFAULT_MAXIMUM_MESSAGE_BYTES, 'MaximumMessageSize'),
    receiveWaitMs: seconds('ReceiveMessageWaitTimeSeconds', 0),
    redrive: readRedrive(properties.RedrivePolicy, logicalId),
  };

  function number(value: unknown, property: string): number {
    const read = Number(value);
    if (!Number.isFinite(read) || read < 0) throw new Error(`Queue ${logicalId}: ${property} is not a number.`);
    return read;
  }
}

function readRedrive(value: unknown, logicalId: string): QueueSettings['redrive'] {
  if (value === undefined) return null;
  const policy = (typeof value === 'string' ? JSON.parse(value) : value) as Record<string, unknown>;
  const maxReceiveCount = Number(policy.maxReceiveCount);
  if (typeof policy.deadLetterTargetArn !== 'string' || !(maxReceiveCount >= 1)) {
    throw new Error(`Queue ${logicalId}: RedrivePolicy needs deadLetterTargetArn and maxReceiveCount.`);
  }
  return { deadLetterArn: policy.deadLetterTargetArn, maxReceiveCount };
}
