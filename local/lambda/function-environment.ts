// The environment variables that a function finds: the template's, and those that Lambda's runtime defines. Nothing of this
// machine's own environment is among them.
import { devNull } from 'node:os';
import { REGION } from '../assembly/assembly';
import type { FunctionDefinition } from './function-definition';

/** The credentials that a function signs with, issued for its role. */
export interface FunctionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** Returns all variables of a function (Lambda developer guide, "Defined runtime environment variables"). */
export function functionEnvironment(
  definition: FunctionDefinition,
  credentials: FunctionCredentials,
  awsEndpoint: string,
): Record<string, string> {
  return {
    ...definition.environment,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_ENDPOINT_URL: awsEndpoint,
    // The SDK would otherwise read this machine's ~/.aws: another region, or "ignore configured endpoints".
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_LAMBDA_LOG_FORMAT: definition.logFormat,
    AWS_LAMBDA_LOG_LEVEL: definition.logLevel,
    LAMBDA_TASK_ROOT: definition.directory,
    _HANDLER: definition.handler,
  };
}
