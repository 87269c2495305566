// Amazon SQS as a client sees it: AWS JSON 1.0, standard queues. The table below is all that is supported.
import { ACCOUNT_ID, REGION } from '../assembly/assembly';
import { AwsError, type AwsRequest, type AwsService } from '../gateway/aws-service';
import type { Clock } from '../settings/clock';
import type { DurableQueue } from './durable-queue';
import { getQueueAttributes } from './queue-attributes';
import { type Fields, readFields, readInteger, readString } from './read-request';
import { changeMessageVisibility, deleteMessage, deleteMessageBatch, receiveMessage } from './receive-operations';
import { sendMessage, sendMessageBatch } from './send-operations';

interface Call {
  queue: DurableQueue;
  fields: Fields;
  senderId: string;
  clock: Clock;
}

interface Operation {
  /** The policy action; batch operations are allowed by the single one's (SQS guide, API permissions). */
  action: string;
  run(call: Call): object | Promise<object>;
}

const OPERATIONS = new Map<string, Operation>([
  ['SendMessage', { action: 'sqs:SendMessage', run: (c) => sendMessage(c.queue, c.fields, c.senderId) }],
  ['SendMessageBatch', { action: 'sqs:SendMessage', run: (c) => sendMessageBatch(c.queue, c.fields, c.senderId) }],
  ['ReceiveMessage', { action: 'sqs:ReceiveMessage', run: (c) => receiveMessage(c.queue, c.fields, c.clock) }],
  ['DeleteMessage', { action: 'sqs:DeleteMessage', run: (c) => deleteMessage(c.queue, c.fields) }],
  ['DeleteMessageBatch', { action: 'sqs:DeleteMessage', run: (c) => deleteMessageBatch(c.queue, c.fields) }],
  [
    'ChangeMessageVisibility',
    { action: 'sqs:ChangeMessageVisibility', run: (c) => changeMessageVisibility(c.queue, c.fields) },
  ],
  ['GetQueueAttributes', { action: 'sqs:GetQueueAttributes', run: (c) => getQueueAttributes(c.queue, c.fields) }],
  ['GetQueueUrl', { action: 'sqs:GetQueueUrl', run: ({ queue }) => ({ QueueUrl: queue.settings.url }) }],
  [
    'PurgeQueue',
    {
      action: 'sqs:PurgeQueue',
      run: ({ queue }) => {
        queue.purge();
        return {};
      },
    },
  ],
]);

/** The service over these queues. Operations that are not in the table are refused by name. */
export function createSqsService(queues: readonly DurableQueue[], clock: Clock): AwsService {
  const byName = new Map(queues.map((queue) => [queue.settings.name, queue]));
  return {
    signingName: 'sqs',
    targetPrefix: 'AmazonSQS',
    permissions({ operation, body }) {
      if (operation === 'ListQueues') return [{ action: 'sqs:ListQueues', resource: '*' }];
      const { action } = find(operation);
      return [{ action, resource: `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:${queueName(operation, readFields(body))}` }];
    },
    async handle(request) {
      const fields = readFields(request.body);
      if (request.operation === 'ListQueues') return respond(listQueues(queues, fields));
      const operation = find(request.operation);
      const queue = byName.get(queueName(request.operation, fields));
      if (!queue) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
      return respond(await operation.run({ queue, fields, senderId: senderOf(request), clock }));
    },
  };
}

function find(name: string): Operation {
  const operation = OPERATIONS.get(name);
  if (operation) return operation;
  throw new AwsError('UnknownOperationException', `The local cloud does not support sqs:${name}.`);
}

// The name alone counts: the same queue answers under any host that reaches the gateway.
function queueName(operation: string, fields: Fields): string {
  if (operation === 'GetQueueUrl') return readString(fields, 'QueueName');
  const url = readString(fields, 'QueueUrl');
  return url.slice(url.lastIndexOf('/') + 1);
}

function listQueues(queues: readonly DurableQueue[], fields: Fields): object {
  const prefix = fields.QueueNamePrefix === undefined ? '' : readString(fields, 'QueueNamePrefix');
  const max = readInteger(fields, 'MaxResults', 1, 1000) ?? 1000;
  const found = queues.filter(({ settings }) => settings.name.startsWith(prefix)).slice(0, max);
  return { QueueUrls: found.map(({ settings }) => settings.url) };
}

// For a role, SenderId is `<role id>:<session>`; the part of the ARN that names both stands in for it.
function senderOf({ principal }: AwsRequest): string {
  return principal ? principal.arn.split('/').slice(1).join(':') || principal.accessKeyId : 'local';
}

function respond(body: object) {
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(body),
  };
}
