// Resources that only serve AWS's own deployment, or only hold at AWS. The local cloud leaves them out on purpose; each
// entry says why, and matches no more than it explains.
import type { AssemblyResource } from './assembly';

interface DeploymentOnly {
  type: string;
  /** Which resources of the type; all when left out. */
  matches?(resource: AssemblyResource): boolean;
  reason: string;
}

const named = (pattern: RegExp) => (resource: AssemblyResource) => pattern.test(resource.logicalId);

const PROVIDER_FUNCTION =
  /^(CustomCDKBucketDeployment|CustomS3AutoDeleteObjectsCustomResourceProvider|TableManagerCustomProviderframework(onEvent|isComplete))/;
const TOOLING_BUCKET = /^(amplifyDataAmplifyCodegenAssets|modelIntrospectionSchemaBucket)/;

const DEPLOYMENT_ONLY: readonly DeploymentOnly[] = [
  { type: 'Custom::CDKBucketDeployment', reason: 'Copies assets to buckets; here they are read from the assembly.' },
  { type: 'Custom::S3AutoDeleteObjects', reason: 'Empties a bucket when its stack is deleted.' },
  { type: 'AWS::Lambda::LayerVersion', matches: named(/AwsCliLayer/), reason: 'The AWS CLI of the bucket deployment.' },
  { type: 'AWS::Lambda::Function', matches: named(PROVIDER_FUNCTION), reason: 'Carries out custom resources.' },
  {
    type: 'AWS::StepFunctions::StateMachine',
    matches: named(/^AmplifyTableWaiterStateMachine/),
    reason: 'Waits until a table stands.',
  },
  { type: 'AWS::S3::Bucket', matches: named(TOOLING_BUCKET), reason: "Holds the schema for AWS's own tools." },
  { type: 'AWS::S3::BucketPolicy', matches: named(TOOLING_BUCKET), reason: "Guards the buckets of AWS's own tools." },
  {
    type: 'AWS::S3::BucketPolicy',
    matches: onlyDemandsTls,
    reason: 'Refuses calls without TLS; the local endpoint answers on the loopback interface only.',
  },
  {
    type: 'AWS::SQS::QueuePolicy',
    matches: onlyDemandsTls,
    reason: 'Refuses calls without TLS; the local endpoint answers on the loopback interface only.',
  },
  { type: 'AWS::Logs::LogGroup', reason: 'Functions log to files below the data folder, rotated by size.' },
  { type: 'AWS::Logs::LogStream', reason: 'Delivery streams tell of failures in the log of the local cloud itself.' },
  {
    type: 'AWS::Lambda::Permission',
    reason: 'Says which AWS service may call a function; here only the services in the same process can.',
  },
];

// An Allow in the policy of a queue or bucket would grant something, which must not be passed over.
function onlyDemandsTls(resource: AssemblyResource): boolean {
  const document = resource.properties.PolicyDocument as { Statement?: unknown } | undefined;
  const statements = Array.isArray(document?.Statement) ? document.Statement : [document?.Statement];
  const condition = JSON.stringify({ Bool: { 'aws:SecureTransport': 'false' } });
  return statements.every((s) => s?.Effect === 'Deny' && JSON.stringify(s.Condition) === condition);
}

/** Returns why the local cloud leaves `resource` out, or null when it must run it. */
export function deploymentOnlyReason(resource: AssemblyResource): string | null {
  const entry = DEPLOYMENT_ONLY.find(
    ({ type, matches }) => type === resource.type && (matches === undefined || matches(resource)),
  );
  return entry?.reason ?? null;
}
