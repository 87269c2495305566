// The AWS_LAMBDA data source (AppSync developer guide, "Resolver mapping template reference for Lambda").
import { FunctionError } from '../../settings/ports';
import type { DataSource } from '../api-definition';
import { AppSyncError } from '../appsync-error';
import { type DataSourcePorts, demandPermission, type Fetch } from './data-source-ports';

interface LambdaRequest {
  operation?: string;
  payload?: unknown;
  invocationType?: string;
}

/** Returns a fetch that invokes the source's function. A handler's failure is `Lambda:Unhandled` with its message. */
export function lambdaSource(source: DataSource & { kind: 'lambda' }, ports: DataSourcePorts): Fetch {
  return async (request) => {
    const { operation, payload = null, invocationType } = (request ?? {}) as LambdaRequest;
    if (operation !== 'Invoke')
      throw new AppSyncError(`Unsupported operation '${operation}' for Lambda.`, 'MappingTemplate');
    if (invocationType !== undefined && invocationType !== 'RequestResponse')
      throw new AppSyncError(`Unsupported invocation type '${invocationType}' for Lambda.`, 'MappingTemplate');
    demandPermission(ports, 'Lambda', source.roleArn, 'lambda:InvokeFunction', source.functionArn);
    try {
      return (await ports.functions.invoke(source.functionArn, payload)) ?? null;
    } catch (error) {
      if (error instanceof FunctionError) throw new AppSyncError(error.message, 'Lambda:Unhandled');
      throw error;
    }
  };
}
