// How the parts of the local cloud reach each other. One interface per dependency, so that each folder can be read and
// tested by itself.

/** Runs a deployed function by ARN. Throws FunctionError when the handler throws or times out. */
export interface FunctionInvoker {
  invoke(functionArn: string, event: unknown): Promise<unknown>;
  /** How Lambda invokes a function for those who do not wait; as it does by default when this is not there. */
  asynchronous?(functionArn: string): AsynchronousInvocation;
}

/** See FunctionInvoker. */
export interface AsynchronousInvocation {
  /** How often a failed event is tried again. */
  retries: number;
  /** How long after it was taken an event may still be tried. */
  maxAgeMs: number;
  /** Tells the function's destination, if it has one. Throws when it cannot be told. */
  giveUp(failure: GivenUp): Promise<void>;
}

/** An event that Lambda gave up; `error` is the last try's. */
export interface GivenUp {
  event: unknown;
  tries: number;
  error: unknown;
  condition: 'RetriesExhausted' | 'EventAgeExceeded';
}

/** A function's failure, as Lambda reports it. */
export class FunctionError extends Error {
  override name = 'FunctionError';
  constructor(
    message: string,
    readonly errorType: string,
  ) {
    super(message);
  }
}

/** Reads and writes tables for a service that has evaluated the role itself. */
export interface TableCaller {
  /** Carries out a DynamoDB operation; input and answer are as on the wire. Throws TableRefusal for DynamoDB's own errors. */
  call(operation: string, input: object): Promise<Record<string, unknown>>;
}

/** An error that DynamoDB answered with: `code` is its short name. */
export class TableRefusal extends Error {
  override name = 'TableRefusal';
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** Puts messages on queues. Resolves once the message is on disk. */
export interface QueueSender {
  /** `queueUrl` as the template's intrinsics resolve it. */
  send(queueUrl: string, body: string): Promise<void>;
}

/** Puts objects into buckets. Resolves once the object is on disk. */
export interface ObjectWriter {
  /** Throws AwsError: NoSuchBucket, KeyTooLongError. */
  put(bucketName: string, key: string, content: Buffer): Promise<void>;
}

/** Puts records on delivery streams. Resolves once all of them are on disk. */
export interface RecordSender {
  /** Throws AwsError ResourceNotFoundException, or whatever keeps the disk from taking them. */
  put(streamName: string, records: readonly Buffer[]): Promise<void>;
}

/** A message that a client or a service published to the broker. */
export interface PublishedMessage {
  topic: string;
  payload: Buffer;
  qos: 0 | 1;
  /** Null when it did not arrive over MQTT. */
  clientId: string | null;
  /** Certificate id, or `<role id>:<session name>` of AWS credentials; null for the broker's own events. */
  principal: string | null;
  /** Epoch ms. */
  receivedAt: number;
  /** Unique per message. */
  traceId: string;
  sourceIp: string | null;
}

/** Publishes as the service itself (presence events, republish actions, the data plane). */
export interface TopicPublisher {
  publish(topic: string, payload: Buffer | string, options?: { qos?: 0 | 1; retain?: boolean }): Promise<void>;
}

/** What the gateway knows of AWS credentials; AppSync and the broker's WebSocket door ask it too. */
export interface IamAuthority {
  /** Verifies the SigV4 signature of a request. Throws AwsError when it is missing, wrong, expired or of an unknown key. */
  verify(
    request: import('../gateway/canonical-request').SignableRequest,
  ): import('../gateway/aws-service').IamPrincipal;
  /** Verifies the signature of a URL that was signed for `service`. Throws AwsError, as `verify` does. */
  verifyPresigned(
    request: import('../gateway/canonical-request').SignableRequest,
    service: string,
  ): import('../gateway/aws-service').IamPrincipal;
  /** Evaluates the principal's policies in the template. */
  isAllowed(principal: import('../gateway/aws-service').IamPrincipal, action: string, resource: string): boolean;
}
