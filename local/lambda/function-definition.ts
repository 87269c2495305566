// What the template says of a function: AWS::Lambda::Function, read for running its bundle here.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Assembly, AssemblyResource } from '../assembly/assembly';
import { deploymentOnlyReason } from '../assembly/deployment-only';

/** A function as the template wants it. */
export interface FunctionDefinition {
  arn: string;
  /** The function's name in AWS terms: `AWS_LAMBDA_FUNCTION_NAME`. */
  name: string;
  /** What people call it: Amplify's friendly name, for logs. */
  friendlyName: string;
  roleArn: string;
  /** Absolute path of the module that holds the handler. */
  file: string;
  /** The folder of the bundle. */
  directory: string;
  /** `index.handler`. */
  handler: string;
  exportName: string;
  runtime: string;
  timeoutMs: number;
  memoryMb: number;
  environment: Record<string, string>;
  logGroupName: string;
  logFormat: string;
  logLevel: string;
  /** Of what Lambda itself writes. */
  systemLogLevel: string;
}

/**
 * Returns the backend's own functions; those that only serve AWS's deployment are left out. Throws an Error naming a
 * function that cannot run here: another runtime than Node.js, no bundle, no handler file.
 */
export function functionDefinitions(assembly: Assembly): FunctionDefinition[] {
  return assembly
    .ofType('AWS::Lambda::Function')
    .filter((resource) => deploymentOnlyReason(resource) === null)
    .map((resource) => readFunction(resource, assembly));
}

function readFunction({ logicalId, properties, arn, ref }: AssemblyResource, assembly: Assembly): FunctionDefinition {
  const refuse = (why: string) => new Error(`The local cloud cannot run the function ${logicalId}: ${why}.`);
  const runtime = String(properties.Runtime ?? '');
  if (!runtime.startsWith('nodejs')) throw refuse(`its runtime is ${runtime || 'unknown'}, not Node.js`);
  const key = (properties.Code as { S3Key?: unknown } | undefined)?.S3Key;
  if (typeof key !== 'string') throw refuse('its code is not an asset of the assembly');
  const directory = assembly.assetPath(key);
  const handler = String(properties.Handler ?? '');
  const dot = handler.lastIndexOf('.');
  const file = ['.mjs', '.js', '.cjs']
    .map((extension) => join(directory, handler.slice(0, Math.max(dot, 0)) + extension))
    .find(existsSync);
  if (!file) throw refuse(`${directory} holds no file for the handler ${handler}`);
  const logging = (properties.LoggingConfig ?? {}) as Record<string, unknown>;
  const variables = (properties.Environment as { Variables?: Record<string, unknown> } | undefined)?.Variables ?? {};
  return {
    arn,
    name: ref,
    friendlyName: friendlyName(properties.Tags) ?? ref,
    roleArn: String(properties.Role ?? ''),
    file,
    directory,
    handler,
    exportName: handler.slice(dot + 1),
    runtime,
    // Defaults: AWS::Lambda::Function in the CloudFormation reference.
    timeoutMs: Number(properties.Timeout ?? 3) * 1000,
    memoryMb: Number(properties.MemorySize ?? 128),
    environment: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)])),
    logGroupName: String(logging.LogGroup ?? `/aws/lambda/${ref}`),
    logFormat: String(logging.LogFormat ?? 'Text'),
    logLevel: String(logging.ApplicationLogLevel ?? 'INFO'),
    systemLogLevel: String(logging.SystemLogLevel ?? 'INFO'),
  };
}

// It becomes a file's name.
function friendlyName(tags: unknown): string | undefined {
  const list = Array.isArray(tags) ? (tags as { Key?: unknown; Value?: unknown }[]) : [];
  const value = list.find(({ Key }) => Key === 'amplify:friendly-name')?.Value;
  return typeof value === 'string' && /^[\w-]+$/.test(value) ? value : undefined;
}
