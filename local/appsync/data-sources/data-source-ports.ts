// What the data sources reach, and the check that a step's role may do what the step asks.
import type { FunctionInvoker, TableCaller } from '../../settings/ports';
import { AppSyncError } from '../appsync-error';

/** True when the role's policies in the template allow the action on the resource. */
export type RoleCheck = (roleArn: string, action: string, resource: string) => boolean;

/** What the data sources reach. */
export interface DataSourcePorts {
  tables: TableCaller;
  functions: FunctionInvoker;
  isRoleAllowed: RoleCheck;
}

/** Runs a request object of a resolver. Fails with AppSyncError for everything that the resolver may handle. */
export type Fetch = (request: unknown) => Promise<unknown> | unknown;

/** Throws the service's refusal when the data source's role may not do this. */
export function demandPermission(
  ports: DataSourcePorts,
  service: 'DynamoDB' | 'Lambda',
  roleArn: string,
  action: string,
  resource: string,
): void {
  if (ports.isRoleAllowed(roleArn, action, resource)) return;
  throw new AppSyncError(
    `User: ${roleArn} is not authorized to perform: ${action} on resource: ${resource}`,
    `${service}:AccessDeniedException`,
  );
}
