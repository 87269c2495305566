// What each resource is called on the laptop: the values of Ref and GetAtt, one table entry per resource type. Names depend
// on the logical path alone, so that data on disk is found again after a new synthesis or on another port.
import { createHash } from 'node:crypto';
import { ACCOUNT_ID, REGION } from './assembly';

/** The names of one resource. */
export interface PhysicalIdentity {
  /** What `Ref` returns, as CloudFormation documents for the type. */
  ref: string;
  /** The resource's ARN; empty for types without one. */
  arn: string;
  /** What `Fn::GetAtt` returns, by attribute. */
  attributes: Record<string, string>;
}

/** What a name can be made of. */
export interface NamedResource {
  type: string;
  logicalId: string;
  /** Logical ids of the stacks around it, joined with `/`; empty in the root stack. */
  stackPath: string;
  /** A resolved property; undefined when it is not set. */
  property(name: string): unknown;
}

/** Returns the names of `resource`, or null for a type that the local cloud does not know. */
export function physicalIdentity(resource: NamedResource, awsEndpoint: string): PhysicalIdentity | null {
  const entry = TABLE.get(resource.type);
  if (!entry) return null;
  const { ref, arn = '', attributes = {} } = entry(new Naming(resource, awsEndpoint));
  return { ref, arn, attributes };
}

/** The types with an entry in the table. */
export const knownResourceTypes = (): string[] => [...TABLE.keys()];

type Entry = (n: Naming) => { ref: string; arn?: string; attributes?: Record<string, string> };

class Naming {
  constructor(
    private readonly resource: NamedResource,
    readonly awsEndpoint: string,
  ) {}

  /** The name that the template gives, or one made from the logical path within the service's limit. */
  name(property: string | null, maxLength: number): string {
    const given = property === null ? undefined : this.optional(property);
    if (given) return given;
    return `${this.resource.logicalId.slice(0, maxLength - 9)}-${this.hash(8)}`;
  }

  /** Hexadecimal digits that stand for the logical path. */
  hash(length: number): string {
    const path = `${this.resource.stackPath}/${this.resource.logicalId}`;
    return createHash('sha256').update(path).digest('hex').slice(0, length);
  }

  optional(name: string): string | undefined {
    const value = this.resource.property(name);
    return typeof value === 'string' ? value : undefined;
  }

  property(name: string): string {
    const value = this.optional(name);
    if (value !== undefined) return value;
    throw new Error(`${this.resource.type} ${this.resource.logicalId} needs the property ${name} as a text.`);
  }

  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${resource}`;
  }
}

const byName =
  (property: string | null, maxLength: number): Entry =>
  (n) => ({ ref: n.name(property, maxLength) });

const table: Entry = (n) => {
  const name = n.name('tableName', 255);
  const arn = n.arn('dynamodb', `table/${name}`);
  return { ref: name, arn, attributes: { TableArn: arn, TableStreamArn: `${arn}/stream/local` } };
};

const TABLE = new Map<string, Entry>([
  [
    'AWS::AppSync::GraphQLApi',
    (n) => {
      const ApiId = `fleetlight${n.hash(16)}`;
      const arn = n.arn('appsync', `apis/${ApiId}`);
      return { ref: arn, arn, attributes: { ApiId, Arn: arn, GraphQLUrl: `${n.awsEndpoint}/graphql` } };
    },
  ],
  ['AWS::AppSync::GraphQLSchema', (n) => ({ ref: `${n.property('ApiId')}GraphQLSchema` })],
  [
    'AWS::AppSync::DataSource',
    (n) => {
      const Name = n.property('Name');
      const arn = n.arn('appsync', `apis/${n.property('ApiId')}/datasources/${Name}`);
      return { ref: arn, arn, attributes: { Name, DataSourceArn: arn } };
    },
  ],
  [
    'AWS::AppSync::FunctionConfiguration',
    (n) => {
      const FunctionId = n.hash(26);
      const arn = n.arn('appsync', `apis/${n.property('ApiId')}/functions/${FunctionId}`);
      return { ref: arn, arn, attributes: { FunctionId, FunctionArn: arn, Name: n.property('Name') } };
    },
  ],
  [
    'AWS::AppSync::Resolver',
    (n) => {
      const [TypeName, FieldName] = [n.property('TypeName'), n.property('FieldName')];
      const arn = n.arn('appsync', `apis/${n.property('ApiId')}/types/${TypeName}/resolvers/${FieldName}`);
      return { ref: arn, arn, attributes: { ResolverArn: arn, TypeName, FieldName } };
    },
  ],
  [
    'AWS::Cognito::UserPool',
    (n) => {
      const id = `${REGION}_Fleetlight`;
      const arn = n.arn('cognito-idp', `userpool/${id}`);
      const ProviderName = `cognito-idp.${REGION}.amazonaws.com/${id}`;
      const attributes = { Arn: arn, UserPoolId: id, ProviderName, ProviderURL: `https://${ProviderName}` };
      return { ref: id, arn, attributes };
    },
  ],
  [
    'AWS::Cognito::UserPoolClient',
    (n) => {
      const ClientId = n.hash(26);
      return { ref: ClientId, attributes: { ClientId, Name: n.name('ClientName', 128) } };
    },
  ],
  ['AWS::Cognito::UserPoolGroup', byName('GroupName', 128)],
  [
    'AWS::Cognito::IdentityPool',
    (n) => {
      const digits = n.hash(32);
      const parts = [
        digits.slice(0, 8),
        digits.slice(8, 12),
        digits.slice(12, 16),
        digits.slice(16, 20),
        digits.slice(20),
      ];
      const id = `${REGION}:${parts.join('-')}`;
      const arn = n.arn('cognito-identity', `identitypool/${id}`);
      return { ref: id, arn, attributes: { Name: n.name('IdentityPoolName', 128) } };
    },
  ],
  ['AWS::Cognito::IdentityPoolRoleAttachment', byName(null, 128)],
  [
    'AWS::Events::Rule',
    (n) => {
      const name = n.name('Name', 64);
      const arn = n.arn('events', `rule/${name}`);
      return { ref: name, arn, attributes: { Arn: arn } };
    },
  ],
  [
    'AWS::IAM::Role',
    (n) => {
      const name = n.name('RoleName', 64);
      const arn = `arn:aws:iam::${ACCOUNT_ID}:role/${name}`;
      return { ref: name, arn, attributes: { Arn: arn, RoleId: `AROA${n.hash(17).toUpperCase()}` } };
    },
  ],
  ['AWS::IAM::Policy', byName('PolicyName', 128)],
  [
    'AWS::IoT::Policy',
    (n) => {
      const name = n.name('PolicyName', 128);
      const arn = n.arn('iot', `policy/${name}`);
      return { ref: name, arn, attributes: { Arn: arn, Id: name } };
    },
  ],
  [
    'AWS::IoT::TopicRule',
    (n) => {
      // Rule names allow letters, digits and underscores only (AWS IoT: CreateTopicRule).
      const name = n.name('RuleName', 128).replaceAll('-', '_');
      const arn = n.arn('iot', `rule/${name}`);
      return { ref: name, arn, attributes: { Arn: arn } };
    },
  ],
  [
    'AWS::KinesisFirehose::DeliveryStream',
    (n) => {
      const name = n.name('DeliveryStreamName', 64);
      const arn = n.arn('firehose', `deliverystream/${name}`);
      return { ref: name, arn, attributes: { Arn: arn } };
    },
  ],
  [
    'AWS::Lambda::Function',
    (n) => {
      const name = n.name('FunctionName', 64);
      const arn = n.arn('lambda', `function:${name}`);
      return { ref: name, arn, attributes: { Arn: arn } };
    },
  ],
  [
    'AWS::Lambda::LayerVersion',
    (n) => {
      const arn = n.arn('lambda', `layer:${n.name('LayerName', 140)}:1`);
      return { ref: arn, arn, attributes: { LayerVersionArn: arn } };
    },
  ],
  ['AWS::Lambda::EventInvokeConfig', byName(null, 100)],
  ['AWS::Lambda::Permission', byName(null, 100)],
  [
    'AWS::Lambda::EventSourceMapping',
    (n) => {
      const Id = n.name(null, 64);
      return { ref: Id, arn: n.arn('lambda', `event-source-mapping:${Id}`), attributes: { Id } };
    },
  ],
  [
    'AWS::Logs::LogGroup',
    (n) => {
      const name = n.name('LogGroupName', 512);
      const arn = n.arn('logs', `log-group:${name}:*`);
      return { ref: name, arn, attributes: { Arn: arn } };
    },
  ],
  ['AWS::Logs::LogStream', byName('LogStreamName', 512)],
  [
    'AWS::S3::Bucket',
    (n) => {
      const name = n.name('BucketName', 63).toLowerCase();
      const arn = `arn:aws:s3:::${name}`;
      const attributes = {
        Arn: arn,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${REGION}.amazonaws.com`,
      };
      return { ref: name, arn, attributes };
    },
  ],
  ['AWS::S3::BucketPolicy', byName(null, 128)],
  [
    'AWS::Scheduler::Schedule',
    (n) => {
      const name = n.name('Name', 64);
      const arn = n.arn('scheduler', `schedule/default/${name}`);
      return { ref: name, arn, attributes: { Arn: arn } };
    },
  ],
  [
    'AWS::SQS::Queue',
    (n) => {
      const QueueName = n.name('QueueName', 80);
      const QueueUrl = `${n.awsEndpoint}/${ACCOUNT_ID}/${QueueName}`;
      const arn = n.arn('sqs', QueueName);
      return { ref: QueueUrl, arn, attributes: { Arn: arn, QueueName, QueueUrl } };
    },
  ],
  ['AWS::SQS::QueuePolicy', byName(null, 128)],
  [
    'AWS::SSM::Parameter',
    (n) => {
      const name = n.name('Name', 1011);
      const arn = n.arn('ssm', `parameter/${name.replace(/^\//, '')}`);
      return { ref: name, arn, attributes: { Type: n.property('Type'), Value: n.property('Value') } };
    },
  ],
  [
    'AWS::StepFunctions::StateMachine',
    (n) => {
      const Name = n.name('StateMachineName', 80);
      const arn = n.arn('states', `stateMachine:${Name}`);
      return { ref: arn, arn, attributes: { Arn: arn, Name } };
    },
  ],
  ['Custom::AmplifyDynamoDBTable', table],
  [
    'Custom::CDKBucketDeployment',
    (n) => {
      // The provider answers with the bucket only when the deployment asks for it.
      const bucket = n.optional('DestinationBucketArn');
      return { ref: n.name(null, 128), attributes: bucket === undefined ? {} : { DestinationBucketArn: bucket } };
    },
  ],
  ['Custom::S3AutoDeleteObjects', byName(null, 128)],
]);
