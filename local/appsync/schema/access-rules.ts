// Who may touch a field, by the schema's directives. A directive on a field replaces those on its type; without either, the
// API's default mode holds (AppSync developer guide, "Using additional authorization modes").
import type { FieldDefinitionNode, ObjectTypeDefinitionNode } from 'graphql';
import type { Caller } from '../authenticate/caller';
import { UnsupportedApi } from '../unsupported-api';

/** One way in. `groups` null lets every signed-in person in. */
export type AccessRule = { mode: 'iam' } | { mode: 'userPool'; groups: readonly string[] | null };

const DEFAULT_RULES: readonly AccessRule[] = [{ mode: 'userPool', groups: null }];

/** Returns the rules of one field of an object type. */
export function accessRules(type: ObjectTypeDefinitionNode, field: FieldDefinitionNode): readonly AccessRule[] {
  const ofField = rulesOn(field);
  if (ofField.length > 0) return ofField;
  const ofType = rulesOn(type);
  return ofType.length > 0 ? ofType : DEFAULT_RULES;
}

/** True when one of the rules lets the caller in. */
export function isLetIn(rules: readonly AccessRule[], caller: Caller): boolean {
  return rules.some((rule) => {
    if (rule.mode === 'iam') return caller.mode === 'iam';
    return caller.mode === 'userPool' && (rule.groups?.some((group) => caller.groups.includes(group)) ?? true);
  });
}

function rulesOn(node: ObjectTypeDefinitionNode | FieldDefinitionNode): AccessRule[] {
  return (node.directives ?? []).flatMap((directive): AccessRule[] => {
    switch (directive.name.value) {
      case 'aws_iam':
        return [{ mode: 'iam' }];
      case 'aws_auth':
      case 'aws_cognito_user_pools': {
        const groups = directive.arguments?.find((argument) => argument.name.value === 'cognito_groups')?.value;
        if (groups?.kind !== 'ListValue') return [{ mode: 'userPool', groups: null }];
        return [
          { mode: 'userPool', groups: groups.values.flatMap((v) => (v.kind === 'StringValue' ? [v.value] : [])) },
        ];
      }
      case 'aws_subscribe':
        return [];
      default:
        throw new UnsupportedApi('the schema', `the directive @${directive.name.value}`);
    }
  });
}
