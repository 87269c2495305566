// What stands behind a step: nothing, a table, or a function. The step's role must allow what is done there.
import type { DataSource } from '../api-definition';
import type { DataSourcePorts, Fetch } from './data-source-ports';
import { dynamoDbSource } from './dynamodb-source';
import { lambdaSource } from './lambda-source';

/** Connects a data source. */
export type DataSources = (source: DataSource) => Fetch;

/** Returns the data sources of an API. */
export function connectDataSources(ports: DataSourcePorts): DataSources {
  return (source) => {
    switch (source.kind) {
      case 'none':
        return (request) => (request as { payload?: unknown } | null)?.payload ?? null;
      case 'dynamodb':
        return dynamoDbSource(source, ports);
      case 'lambda':
        return lambdaSource(source, ports);
    }
  };
}
