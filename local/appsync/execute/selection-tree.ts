// A selection set as a tree of fields, fragments resolved: what a mutation gives and what a subscriber asks for.
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionNode,
  valueFromASTUntyped,
} from 'graphql';

/** A selected field. `children` is null for a scalar or enum. */
export interface SelectedField {
  responseKey: string;
  fieldName: string;
  parentName: string;
  isNonNull: boolean;
  /** The field's objects come in lists; elements that may not be null. */
  hasNonNullItems: boolean;
  children: readonly SelectedField[] | null;
}

/** What resolves fragments, and `@skip` and `@include`. */
export interface SelectionScope {
  document: DocumentNode;
  variables: Record<string, unknown>;
}

/** Returns the fields that `selections` ask of `parent`. */
export function selectionTree(
  selections: readonly SelectionNode[],
  parent: GraphQLObjectType,
  scope: SelectionScope,
): SelectedField[] {
  const fields = new Map<string, SelectedField>();
  for (const field of collected(selections, parent, scope)) {
    const before = fields.get(field.responseKey);
    const children = before?.children && field.children ? merged(before.children, field.children) : field.children;
    fields.set(field.responseKey, { ...field, children });
  }
  return [...fields.values()];
}

function collected(
  selections: readonly SelectionNode[],
  parent: GraphQLObjectType,
  scope: SelectionScope,
): SelectedField[] {
  return selections.flatMap((selection): SelectedField[] => {
    if (!isIncluded(selection, scope.variables)) return [];
    if (selection.kind === 'InlineFragment') return collected(selection.selectionSet.selections, parent, scope);
    if (selection.kind === 'FragmentSpread') {
      const fragment = scope.document.definitions.find(
        (definition): definition is FragmentDefinitionNode =>
          definition.kind === 'FragmentDefinition' && definition.name.value === selection.name.value,
      );
      return fragment ? collected(fragment.selectionSet.selections, parent, scope) : [];
    }
    const fieldName = selection.name.value;
    const type = parent.getFields()[fieldName]?.type;
    const nullable = isNonNullType(type) ? type.ofType : type;
    const object = type ? getNamedType(type) : undefined;
    return [
      {
        responseKey: selection.alias?.value ?? fieldName,
        fieldName,
        parentName: parent.name,
        isNonNull: isNonNullType(type),
        hasNonNullItems: isListType(nullable) && isNonNullType(nullable.ofType),
        children: isObjectType(object) ? selectionTree(selection.selectionSet?.selections ?? [], object, scope) : null,
      },
    ];
  });
}

function merged(left: readonly SelectedField[], right: readonly SelectedField[]): SelectedField[] {
  const fields = new Map(left.map((field) => [field.responseKey, field]));
  for (const field of right) {
    const before = fields.get(field.responseKey);
    const children = before?.children && field.children ? merged(before.children, field.children) : field.children;
    fields.set(field.responseKey, { ...field, children });
  }
  return [...fields.values()];
}

function isIncluded(selection: SelectionNode, variables: Record<string, unknown>): boolean {
  if (!selection.directives?.length) return true;
  if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if !== false;
}

/** Returns the variables of a request with the defaults that its operation declares. */
export function withDefaults(
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Record<string, unknown> {
  const missing = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue && variables[variable.name.value] === undefined
      ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const]
      : [],
  );
  return { ...variables, ...Object.fromEntries(missing) };
}

/** True when every field answers under its own name, so that a response needs no renaming. */
export function hasNoAliases(fields: readonly SelectedField[]): boolean {
  return fields.every(
    (field) => field.responseKey === field.fieldName && (!field.children || hasNoAliases(field.children)),
  );
}

/** Returns a response's data by field names in place of aliases. */
export function byFieldName(data: unknown, fields: readonly SelectedField[]): unknown {
  if (Array.isArray(data)) return data.map((item) => byFieldName(item, fields));
  if (typeof data !== 'object' || data === null) return data;
  const record = data as Record<string, unknown>;
  return Object.fromEntries(
    fields.map(({ responseKey, fieldName, children }) => [
      fieldName,
      children ? byFieldName(record[responseKey], children) : record[responseKey],
    ]),
  );
}
