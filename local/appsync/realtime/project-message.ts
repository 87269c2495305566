// Cuts a mutation's result to what a subscriber selected. What the mutation did not select arrives as null; where the schema
// forbids null, the object around it is null instead, with an error, as in any GraphQL response.
import type { GraphQLSchema } from 'graphql';
import { missingMessage } from '../execute/error-envelope';
import type { SelectedField } from '../execute/selection-tree';

/** The payload of a `data` message. */
export interface SubscriptionPayload {
  data: Record<string, unknown> | null;
  errors?: { message: string; path: (string | number)[] }[];
}

type Path = (string | number)[];

/** Returns the payload of one subscription field for `message`. */
export function projectMessage(message: unknown, field: SelectedField, schema: GraphQLSchema): SubscriptionPayload {
  const errors: { message: string; path: Path }[] = [];

  const object = (value: unknown, fields: readonly SelectedField[], typeName: string, path: Path): unknown => {
    if (typeof value !== 'object' || value === null) return null;
    const record = value as Record<string, unknown>;
    const result: [string, unknown][] = [];
    for (const selected of fields) {
      const given = Object.hasOwn(record, selected.fieldName) ? (record[selected.fieldName] ?? null) : null;
      const at = [...path, selected.responseKey];
      const projected = selected.fieldName === '__typename' ? typeName : fieldValue(given, selected, at);
      if (projected === null && selected.isNonNull) {
        errors.push({ message: missingMessage(schema, typeName, selected.fieldName, at), path: at });
        return null;
      }
      result.push([selected.responseKey, projected]);
    }
    return Object.fromEntries(result);
  };
  const fieldValue = (value: unknown, { children, hasNonNullItems }: SelectedField, path: Path): unknown => {
    if (!children || value === null) return value;
    const typeName = children[0]?.parentName ?? '';
    if (!Array.isArray(value)) return object(value, children, typeName, path);
    const items = value.map((item, index) => object(item, children, typeName, [...path, index]));
    return hasNonNullItems && items.includes(null) ? null : items;
  };

  const data = { [field.responseKey]: fieldValue(message, field, [field.responseKey]) };
  return errors.length > 0 ? { data, errors } : { data };
}
