// `ctx.info`: what the client asked of the field that is being resolved.
import { type FieldNode, type GraphQLResolveInfo, print, type SelectionNode } from 'graphql';
import type { ResolverInfo } from './resolver-context';

/** Returns the info of a field. The selections are written when first read: most resolvers never do. */
export function resolverInfo(info: GraphQLResolveInfo): ResolverInfo {
  return {
    fieldName: info.fieldName,
    parentTypeName: info.parentType.name,
    variables: info.variableValues,
    get selectionSetList() {
      return [...new Set(info.fieldNodes.flatMap((node) => paths(info, node, '')))];
    },
    get selectionSetGraphQL() {
      const [node] = info.fieldNodes;
      return node?.selectionSet ? print(node.selectionSet) : '';
    },
  };
}

/** Paths as AppSync writes them: `items`, `items/name`; an alias stands for its field. */
function paths(info: GraphQLResolveInfo, node: FieldNode | SelectionNode, prefix: string): string[] {
  const selections = 'selectionSet' in node ? (node.selectionSet?.selections ?? []) : [];
  return selections.flatMap((selection) => {
    if (selection.kind === 'InlineFragment') return paths(info, selection, prefix);
    if (selection.kind === 'FragmentSpread') {
      const fragment = info.fragments[selection.name.value];
      return fragment ? paths(info, { kind: 'InlineFragment', selectionSet: fragment.selectionSet }, prefix) : [];
    }
    const path = `${prefix}${selection.alias?.value ?? selection.name.value}`;
    return [path, ...paths(info, selection, `${path}/`)];
  });
}
