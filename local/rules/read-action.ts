// Reads one action of a rule.
import type { Assembly } from '../assembly/assembly';
import { asRecord } from '../assembly/json-record';
import { trustsService } from '../gateway/role-trust';
import { declaredBuckets } from '../s3/declared-buckets';
import { ACTION_PROPERTIES } from './claims';
import type { ActionRole, RuleAction } from './rule';
import { parseTemplate } from './substitution-templates';

// AWS IoT API reference, FirehoseAction.
const SEPARATORS = ['\n', '\t', '\r\n', ','];

/** An action that cannot run locally; its message goes into the UnsupportedRuleError of its rule. */
class UnsupportedActionError extends Error {
  override name = 'UnsupportedActionError';
}

/** Returns the action. Throws an Error that names the action or property that is not supported, or SqlError. */
export function readAction(action: unknown, ruleArn: string, assembly: Assembly): RuleAction {
  const [[kind, value] = ['', null], ...others] = Object.entries(asRecord(action) ?? {});
  const properties = asRecord(value);
  if (others.length > 0 || !properties || !Object.hasOwn(ACTION_PROPERTIES, kind)) {
    throw new UnsupportedActionError(`the action ${kind || 'without a name'} is not supported.`);
  }
  const known: readonly string[] = ACTION_PROPERTIES[kind as keyof typeof ACTION_PROPERTIES];
  const unknown = Object.keys(properties).find((property) => !known.includes(property));
  if (unknown !== undefined) throw new UnsupportedActionError(`its ${kind} action's ${unknown} is not supported.`);

  const text = (property: string): string => {
    const found = properties[property];
    if (typeof found !== 'string') throw new UnsupportedActionError(`its ${kind} action has no ${property}.`);
    return found;
  };
  const role = (): ActionRole => {
    const arn = text('RoleArn');
    return { arn, trustsRule: trustsService(assembly, arn, 'iot.amazonaws.com', ruleArn) };
  };
  switch (kind as keyof typeof ACTION_PROPERTIES) {
    case 'Sqs':
      return readQueueAction(text('QueueUrl'), role(), properties.UseBase64 === true, assembly);
    case 'Lambda':
      return { kind: 'lambda', functionArn: text('FunctionArn') };
    case 'Republish':
      return {
        kind: 'republish',
        topic: parseTemplate(text('Topic')),
        qos: properties.Qos === 1 ? 1 : 0,
        role: role(),
      };
    case 'S3':
      return { kind: 's3', ...findBucket(text('BucketName'), assembly), key: parseTemplate(text('Key')), role: role() };
    case 'Firehose': {
      const stream = findStream(text('DeliveryStreamName'), assembly);
      const separator = properties.Separator === undefined ? '' : text('Separator');
      if (separator !== '' && !SEPARATORS.includes(separator)) {
        throw new UnsupportedActionError(`its Separator is one of ${JSON.stringify(SEPARATORS)}.`);
      }
      return { kind: 'firehose', ...stream, separator, batchMode: properties.BatchMode === true, role: role() };
    }
  }
}

// Documented for both: substitution templates in these names work through the API only, not in a template.
function findBucket(name: string, assembly: Assembly): { bucketName: string; bucketArn: string } {
  const bucket = declaredBuckets(assembly).find(({ ref }) => ref === name);
  if (bucket) return { bucketName: name, bucketArn: bucket.arn };
  throw new UnsupportedActionError(`its bucket ${name} is none of the backend's buckets.`);
}

function findStream(name: string, assembly: Assembly): { streamName: string; streamArn: string } {
  const stream = assembly.ofType('AWS::KinesisFirehose::DeliveryStream').find(({ ref }) => ref === name);
  if (stream) return { streamName: name, streamArn: stream.arn };
  throw new UnsupportedActionError(`its delivery stream ${name} is none of the backend's streams.`);
}

function readQueueAction(queueUrl: string, role: ActionRole, useBase64: boolean, assembly: Assembly): RuleAction {
  // Documented: substitution templates in a queue's URL work through the API only, not in a template.
  const queue = assembly.ofType('AWS::SQS::Queue').find(({ ref }) => ref === queueUrl);
  if (!queue) throw new UnsupportedActionError(`its queue ${queueUrl} is none of the backend's queues.`);
  // Documented: the SQS action takes standard queues only.
  if (queue.properties.FifoQueue === true) throw new UnsupportedActionError('its queue is FIFO; rules need standard.');
  const queueName = queue.arn.slice(queue.arn.lastIndexOf(':') + 1);
  return { kind: 'sqs', queueUrl, queueArn: queue.arn, queueName, useBase64, role };
}
