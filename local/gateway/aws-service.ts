// The shape of every service behind the local AWS endpoint. The gateway verifies the signature and the caller's IAM
// policies; a service never sees a request that was not allowed.

/** Who signed a request with AWS credentials. */
export interface IamPrincipal {
  /** `arn:aws:sts::…:assumed-role/<role>/<session>`, or the local administrator's user ARN. */
  arn: string;
  /** ARN of the role in the template whose policies apply; null for the administrator, who may do everything. */
  roleArn: string | null;
  accessKeyId: string;
  /** The identity-pool identity, when the credentials came from there. */
  cognitoIdentityId: string | null;
}

export interface AwsRequest {
  method: string;
  /** Path without query. */
  path: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Buffer;
  /** The operation of JSON protocols: `PutItem` of `DynamoDB_20120810.PutItem`; empty for REST. */
  operation: string;
  /** Null only for services that take unsigned requests (Cognito). */
  principal: IamPrincipal | null;
}

export interface AwsResponse {
  status: number;
  headers?: Record<string, string>;
  body: string | Buffer;
}

/** One permission that a request needs. `action` as in policies: `sqs:SendMessage`. */
export interface NeededPermission {
  action: string;
  resource: string;
}

export interface AwsService {
  /** The SigV4 signing name (`dynamodb`, `sqs`, `ssm`, `s3`, `iot`, `iotdata`, `cognito-idp`, `appsync`). */
  signingName: string;
  /** The `X-Amz-Target` prefix without the dot, for JSON-protocol services. */
  targetPrefix?: string;
  /** Operations that need no signature (Cognito's public ones). */
  isPublic?(operation: string): boolean;
  /** What the caller must be allowed; throws AwsError for an operation that is not supported. */
  permissions(request: AwsRequest): NeededPermission[];
  handle(request: AwsRequest): Promise<AwsResponse>;
}

/** A service's documented refusal: `code` is the exception's name. */
export class AwsError extends Error {
  override name = 'AwsError';
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}
