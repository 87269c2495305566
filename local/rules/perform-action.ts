// Performs one action of a rule: a queue, a function, another topic, a bucket or a delivery stream.
import { ACCOUNT_ID, REGION } from '../assembly/assembly';
import { invokeAsynchronously } from '../lambda/invoke-asynchronously';
import type { FunctionInvoker, ObjectWriter, QueueSender, RecordSender, TopicPublisher } from '../settings/ports';
import type { ActionRole, Rule, RuleAction } from './rule';
import type { MessageContext } from './sql/message-context';
import { fillTemplate } from './substitution-templates';

const MOST_RECORDS = 500;

/** Invokes functions for rules, and knows whose resource policy lets a service do so. */
export interface RuleFunctions extends FunctionInvoker {
  /** Says whether the function's permissions let `principal` (`iot.amazonaws.com`) invoke it for `sourceArn`. */
  mayInvoke(principal: string, functionArn: string, sourceArn: string): boolean;
}

export interface ActionPorts {
  queues: QueueSender;
  functions?: RuleFunctions | undefined;
  publisher?: TopicPublisher | undefined;
  objects?: ObjectWriter | undefined;
  records?: RecordSender | undefined;
  isRoleAllowed(roleArn: string, action: string, resource: string): boolean;
  /** Hears of an invocation that failed for good, long after its action counted as done. */
  onInvocationLost(rule: Rule, functionArn: string, error: unknown): void;
}

/** An action that AWS would refuse; the message is what its error action reports. */
export class ActionError extends Error {
  override name = 'ActionError';
}

/**
 * Does what the action says with the rule's result, already serialized: JSON, or the bytes of a payload that is none.
 * Resolves once what it leads to is on disk, a publication is accepted, or an asynchronous invocation is taken. Rejects
 * with ActionError, or with whatever the service behind it threw.
 */
export async function performAction(
  action: RuleAction,
  body: string | Buffer,
  rule: Rule,
  context: MessageContext,
  ports: ActionPorts,
): Promise<void> {
  switch (action.kind) {
    case 'sqs': {
      requireRole(ports, action.role, 'sqs:SendMessage', action.queueArn);
      await ports.queues.send(action.queueUrl, action.useBase64 ? Buffer.from(body).toString('base64') : textOf(body));
      return;
    }
    case 'lambda': {
      const { functions } = ports;
      if (!functions?.mayInvoke('iot.amazonaws.com', action.functionArn, rule.arn)) {
        throw new ActionError(`No permission lets this rule invoke ${action.functionArn}.`);
      }
      if (typeof body !== 'string') throw new ActionError("A function takes JSON only: SELECT encode(*, 'base64').");
      const event: unknown = body === '' ? '' : JSON.parse(body);
      // Documented: rules invoke asynchronously, so the action is done once the invocation is taken.
      void invokeAsynchronously(functions, action.functionArn, event).catch((error: unknown) =>
        ports.onInvocationLost(rule, action.functionArn, error),
      );
      return;
    }
    case 'republish': {
      const { publisher } = ports;
      if (!publisher) throw new ActionError('Nothing here publishes to topics.');
      const topic = republishTopic(fillTemplate(action.topic, context));
      const arn = `arn:aws:iot:${REGION}:${ACCOUNT_ID}:topic/${topic}`;
      requireRole(ports, action.role, 'iot:Publish', arn);
      await publisher.publish(topic, body, { qos: action.qos });
      return;
    }
    case 's3': {
      const { objects } = ports;
      if (!objects) throw new ActionError('Nothing here keeps objects.');
      const key = fillTemplate(action.key, context);
      if (key === '') throw new ActionError('The key of the object is empty.');
      requireRole(ports, action.role, 's3:PutObject', `${action.bucketArn}/${key}`);
      await objects.put(action.bucketName, key, Buffer.from(body));
      return;
    }
    case 'firehose': {
      const { records } = ports;
      if (!records) throw new ActionError('Nothing here takes records.');
      const items = action.batchMode && typeof body === 'string' ? itemsOf(body) : null;
      const operation = items ? 'firehose:PutRecordBatch' : 'firehose:PutRecord';
      requireRole(ports, action.role, operation, action.streamArn);
      await records.put(
        action.streamName,
        (items ?? [body]).map((item) => Buffer.concat([Buffer.from(item), Buffer.from(action.separator)])),
      );
    }
  }
}

// A message of a queue is text (SQS API reference, SendMessage).
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(body: string | Buffer): string {
  if (typeof body === 'string') return body;
  try {
    return UTF8.decode(body);
  } catch {
    throw new ActionError('The payload is no text, which a queue takes with UseBase64 only.');
  }
}

/** What becomes one record each; null when the result is no array (AWS IoT: Firehose action, batchMode). */
function itemsOf(body: string): string[] | null {
  const result: unknown = body === '' ? null : JSON.parse(body);
  if (!Array.isArray(result)) return null;
  if (result.length > 0 && result.length <= MOST_RECORDS) return result.map((item) => JSON.stringify(item));
  throw new ActionError(`A batch has from 1 to ${MOST_RECORDS} records, not ${result.length}.`);
}

function requireRole(ports: ActionPorts, role: ActionRole, action: string, resource: string): void {
  if (!role.trustsRule) throw new ActionError(`The role ${role.arn} does not trust iot.amazonaws.com for this rule.`);
  if (!ports.isRoleAllowed(role.arn, action, resource)) {
    throw new ActionError(`The role ${role.arn} is not authorized to perform ${action} on ${resource}.`);
  }
}

/** Documented: a reserved topic is written with `$$`. A device's text may have ended up in it: no wildcards. */
function republishTopic(filled: string): string {
  const topic = filled.startsWith('$$') ? filled.slice(1) : filled;
  const reserved = filled.startsWith('$') && !filled.startsWith('$$');
  if (topic === '' || reserved || /[+#\0]/.test(topic) || Buffer.byteLength(topic) > 256) {
    throw new ActionError(`${JSON.stringify(filled)} is not a topic to republish to.`);
  }
  return topic;
}
