// What the local functions stand for. A property that is in neither list stops the start.
import type { ResourceClaim } from '../assembly/resource-claim';

/** The claims of this folder. Layers and event filters are not among them. */
export const LAMBDA_CLAIMS: readonly ResourceClaim[] = [
  {
    type: 'AWS::Lambda::Function',
    properties: [
      'Code',
      'Environment',
      'FunctionName',
      'Handler',
      'LoggingConfig',
      'MemorySize',
      'Role',
      'Runtime',
      'Timeout',
    ],
    ignored: {
      Architectures: 'JavaScript runs on whatever this machine is.',
      Description: 'A label for people.',
      EphemeralStorage: 'The temporary folder is this machine’s own.',
    },
  },
  {
    type: 'AWS::Lambda::EventInvokeConfig',
    properties: ['DestinationConfig', 'FunctionName', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts', 'Qualifier'],
  },
  {
    type: 'AWS::Lambda::EventSourceMapping',
    properties: [
      'BatchSize',
      'Enabled',
      'EventSourceArn',
      'FunctionName',
      'FunctionResponseTypes',
      'MaximumBatchingWindowInSeconds',
      'ScalingConfig',
    ],
  },
  {
    type: 'AWS::Lambda::Permission',
    properties: ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'],
  },
];
