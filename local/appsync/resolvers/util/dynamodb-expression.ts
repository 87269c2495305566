// Turns `{ field: { operator: value }, and, or, not }` into a DynamoDB expression (`util.transform.toDynamoDB…Expression`).
import { AppSyncError } from '../../appsync-error';
import { type AttributeValue, toAttributeValue } from './attribute-values';

/** An expression with its placeholders, in the shape that mapping templates use. */
export interface DynamoDbExpression {
  expression: string;
  expressionNames: Record<string, string>;
  expressionValues: Record<string, AttributeValue>;
}

const COMPARATORS: Readonly<Record<string, string>> = { eq: '=', ne: '<>', le: '<=', lt: '<', ge: '>=', gt: '>' };

/** DynamoDB's letters for the type names that the schema's enum offers. */
const TYPE_LETTERS: Readonly<Record<string, string>> = {
  binary: 'B',
  binarySet: 'BS',
  bool: 'BOOL',
  boolean: 'BOOL',
  list: 'L',
  map: 'M',
  number: 'N',
  numberSet: 'NS',
  string: 'S',
  stringSet: 'SS',
  _null: 'NULL',
};

/** Returns the expression for a filter or condition object. Throws AppSyncError for an operator that does not exist. */
export function toDynamoDbExpression(filter: unknown): DynamoDbExpression {
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = {};
  let count = 0;
  const name = (field: string): string => {
    const placeholder = `#${/^\w+$/.test(field) ? field : `field_${count++}`}`;
    names[placeholder] = field;
    return placeholder;
  };
  const value = (operator: string, given: unknown): string => {
    const placeholder = `:${operator}_${count++}`;
    values[placeholder] = toAttributeValue(given);
    return placeholder;
  };

  const condition = (field: string, operator: string, given: unknown): string => {
    const comparator = COMPARATORS[operator];
    if (comparator) return `(${name(field)} ${comparator} ${value(operator, given)})`;
    switch (operator) {
      case 'contains':
        return `(contains(${name(field)}, ${value(operator, given)}))`;
      case 'notContains':
        return `(NOT contains(${name(field)}, ${value(operator, given)}))`;
      case 'beginsWith':
        return `(begins_with(${name(field)}, ${value(operator, given)}))`;
      case 'between': {
        const [low, high] = pair(given);
        return `(${name(field)} BETWEEN ${value(operator, low)} AND ${value(operator, high)})`;
      }
      case 'in':
        return `(${name(field)} IN (${list(given)
          .map((one) => value(operator, one))
          .join(', ')}))`;
      case 'attributeExists':
        return `(${given === true ? 'attribute_exists' : 'attribute_not_exists'}(${name(field)}))`;
      case 'attributeType':
        return `(attribute_type(${name(field)}, ${value(operator, TYPE_LETTERS[String(given)] ?? given)}))`;
      case 'size':
        return entries(given)
          .map(([how, much]) => sizeCondition(field, how, much))
          .join(' AND ');
      default:
        throw new AppSyncError(`Unknown operator ${operator} on ${field}.`, 'InvalidFilter');
    }
  };
  const sizeCondition = (field: string, operator: string, given: unknown): string => {
    const comparator = COMPARATORS[operator];
    if (comparator) return `(size(${name(field)}) ${comparator} ${value(operator, given)})`;
    if (operator !== 'between')
      throw new AppSyncError(`Unknown operator ${operator} on the size of ${field}.`, 'InvalidFilter');
    const [low, high] = pair(given);
    return `(size(${name(field)}) BETWEEN ${value(operator, low)} AND ${value(operator, high)})`;
  };
  // Each part stands in one pair of brackets; DynamoDB refuses a second pair around it.
  const joined = (parts: string[], by: ' AND ' | ' OR '): string => {
    const meaningful = parts.filter((part) => part !== '');
    return meaningful.length > 1 ? `(${meaningful.join(by)})` : (meaningful[0] ?? '');
  };
  const expressionOf = (node: unknown): string => joined(partsOf(node), ' AND ');
  const partsOf = (node: unknown): string[] =>
    entries(node).flatMap(([key, given]) => {
      if (key === 'and') return [joined(list(given).map(expressionOf), ' AND ')];
      if (key === 'or') return [joined(list(given).map(expressionOf), ' OR ')];
      if (key === 'not') {
        const inner = expressionOf(given);
        return inner === '' ? [] : [`(NOT ${inner})`];
      }
      return entries(given).map(([operator, operand]) => condition(key, operator, operand));
    });

  const expression = partsOf(filter)
    .filter((part) => part !== '')
    .join(' AND ');
  return { expression, expressionNames: names, expressionValues: values };
}

/** The fields of an object that say something; null and undefined stand for "not asked". */
function entries(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const pair = (value: unknown): [unknown, unknown] => [list(value)[0], list(value)[1]];
