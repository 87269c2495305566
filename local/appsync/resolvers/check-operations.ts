// Looks, at start, for data source operations that resolver code names and the laptop does not have.
import type { DataSource, ResolverCode } from '../api-definition';
import { isKnownTableOperation } from '../data-sources/dynamodb-source';
import { UnsupportedApi } from '../unsupported-api';

/** Throws UnsupportedApi, naming the code and the operation. */
export function checkOperations(code: ResolverCode, source: DataSource): void {
  if (source.kind === 'none') return;
  const text = code.runtime === 'js' ? code.code : code.request;
  // `"operation": "Query"` in a map, `put("operation", "Query")`, and JavaScript's `operation: 'Query'`.
  for (const [, operation = ''] of text.matchAll(/\boperation["']?\s*[:,]\s*["'](\w+)["']/g)) {
    const isKnown = source.kind === 'dynamodb' ? isKnownTableOperation(operation) : operation === 'Invoke';
    if (!isKnown) throw new UnsupportedApi(code.name, `the operation ${operation} on ${source.name}`);
  }
}
