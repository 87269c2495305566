// How errors look in a response: AppSync's fields and AppSync's sentences, which are graphql-java's.
import { GraphQLError, type GraphQLSchema, isObjectType } from 'graphql';
import { AppSyncError } from '../appsync-error';
import { InvalidScalar } from '../scalars/invalid-scalar';

/** An element of `errors`. Errors found before execution have no type, as in AppSync. */
export interface ResponseError {
  path: readonly (string | number)[] | null;
  data?: unknown;
  errorType?: string | null;
  errorInfo?: unknown;
  locations: { line: number; column: number; sourceName: null }[] | null;
  message: string;
}

/** Returns an error of validation, or of the variables. */
export function requestError(error: GraphQLError): ResponseError {
  return { path: null, locations: locations(error), message: requestMessage(error) };
}

/** Is told of failures that no resolver and no client is to blame for. */
export type ReportBug = (error: unknown) => void;

/** Returns an error of a field. What is neither AppSync's nor GraphQL's own is a bug: it is reported, and stays inside. */
export function fieldError(error: GraphQLError, schema: GraphQLSchema, report: ReportBug): ResponseError {
  const cause = error.originalError;
  const base = { path: error.path ?? null, locations: locations(error) };
  if (cause instanceof AppSyncError)
    return {
      ...base,
      data: cause.data,
      errorType: cause.errorType,
      errorInfo: cause.errorInfo,
      message: cause.message,
    };
  if (cause instanceof InvalidScalar)
    return { ...base, locations: null, message: `Can't serialize value (${slashes(error.path)}) : ${cause.message}` };
  const missing = /^Cannot return null for non-nullable field (\w+)\.(\w+)\.$/.exec(error.message);
  if (missing)
    return {
      ...base,
      locations: null,
      message: missingMessage(schema, missing[1] ?? '', missing[2] ?? '', error.path),
    };
  if (/^Expected Iterable/.test(error.message))
    return {
      ...base,
      message: `Can't resolve value (${slashes(error.path)}) : type mismatch error, expected type LIST`,
    };
  const isGraphQl = !cause || cause instanceof GraphQLError || cause instanceof TypeError;
  if (isGraphQl && /represent|enum|coerce/i.test(error.message))
    return { ...base, locations: null, message: `Can't serialize value (${slashes(error.path)}) : ${error.message}` };
  report(cause ?? error);
  return { ...base, data: null, errorType: 'InternalFailure', errorInfo: null, message: 'Internal Failure' };
}

/** `Cannot return null for non-nullable type: 'String' within parent 'Device' (/getDevice/name)`. */
export function missingMessage(
  schema: GraphQLSchema,
  typeName: string,
  fieldName: string,
  path: readonly (string | number)[] | undefined,
): string {
  const type = schema.getType(typeName);
  const fieldType = isObjectType(type) ? String(type.getFields()[fieldName]?.type).replace(/[![\]]/g, '') : '';
  return `Cannot return null for non-nullable type: '${fieldType}' within parent '${typeName}' (${slashes(path)})`;
}

/** `/listDevices/items[0]/name` */
function slashes(path: readonly (string | number)[] = []): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : `/${part}`)).join('');
}

function locations(error: GraphQLError): ResponseError['locations'] {
  return error.locations?.map(({ line, column }) => ({ line, column, sourceName: null })) ?? null;
}

const SENTENCES: readonly [RegExp, (match: RegExpExecArray) => string][] = [
  [
    /^Variable "\$(\w+)" of (?:required|non-null) type "(.+?)" /,
    ([, name, type]) => `Variable '${name}' has coerced Null value for NonNull type '${type}'`,
  ],
  [
    /^Cannot query field "(\w+)" on type "(\w+)"/,
    ([, field, type]) => validation('FieldUndefined', `Field '${field}' in type '${type}' is undefined @ '${field}'`),
  ],
  [/^Unknown type "(\w+)"/, ([, type]) => validation('UnknownType', `Unknown type ${type}`)],
  [
    /^Field "(\w+)" argument "(\w+)" of type "(.+?)" is required/,
    ([, field, name]) => validation('MissingFieldArgument', `Missing field argument ${name} @ '${field}'`),
  ],
  [
    /^Unknown argument "(\w+)" on field "(?:\w+\.)?(\w+)"/,
    ([, name, field]) => validation('UnknownArgument', `Unknown field argument ${name} @ '${field}'`),
  ],
  [
    /^Field "(\w+)" of type "(.+?)" must have a selection/,
    ([, field, type]) =>
      validation('SubSelectionRequired', `Sub selection required for type ${type} of field ${field} @ '${field}'`),
  ],
  [/^Variable "\$(\w+)" is not defined/, ([, name]) => validation('UndefinedVariable', `Undefined variable ${name}`)],
  [/^Expected (?:value of )?type /, ([sentence]) => validation('WrongType', sentence)],
];

const validation = (kind: string, sentence: string): string => `Validation error of type ${kind}: ${sentence}`;

function requestMessage(error: GraphQLError): string {
  const { message, originalError } = error;
  const variable = /^Variable "\$(\w+)" got invalid value .*?(?: at "([^"]+)")?; /s.exec(message);
  if (variable) {
    const name = (variable[2] ?? variable[1] ?? '').split('.').at(-1);
    const missing =
      /Field "(\w+)" of required type "(.+?)" was not provided|Expected non-nullable type "(.+?)" not to be null/.exec(
        message,
      );
    if (missing)
      return `Variable '${missing[1] ?? name}' has coerced Null value for NonNull type '${missing[2] ?? missing[3]}'`;
    const why = originalError instanceof InvalidScalar ? originalError.message : message.slice(variable[0].length);
    return `Variable '${name}' has an invalid value. ${why}`;
  }
  for (const [pattern, sentence] of SENTENCES) {
    const match = pattern.exec(message);
    if (match) return pattern.source.startsWith('^Expected') ? validation('WrongType', message) : sentence(match);
  }
  return `Validation error: ${message}`;
}
