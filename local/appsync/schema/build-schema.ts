// Makes the executable schema: SDL, scalars, the directives' rules, and a resolver behind every field.
import {
  buildASTSchema,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  GraphQLScalarType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  parse,
  valueFromASTUntyped,
} from 'graphql';
import { notAuthorized } from '../appsync-error';
import type { RequestScope } from '../execute/request-scope';
import { awsScalars } from '../scalars/aws-scalars';
import { UnsupportedApi } from '../unsupported-api';
import { type AccessRule, accessRules, isLetIn } from './access-rules';
import { sdlPrelude } from './sdl-prelude';

export type FieldCode = GraphQLFieldResolver<unknown, RequestScope, Record<string, unknown>>;

/** The API's schema, ready to execute. */
export interface ApiSchema {
  schema: GraphQLSchema;
  /** The access rules of a field; undefined for introspection. */
  rulesOf(typeName: string, fieldName: string): readonly AccessRule[] | undefined;
  /** Names of the subscription fields that a mutation field feeds (`@aws_subscribe`). */
  subscriptionsOf(mutationField: string): readonly string[];
}

/** Returns the schema of `sdl` with `resolvers`, by `Type.field`, behind its fields. Throws UnsupportedApi. */
export function buildApiSchema(sdl: string, resolvers: ReadonlyMap<string, FieldCode>): ApiSchema {
  const schema = buildASTSchema(parse(sdlPrelude + sdl));
  const rules = new Map<string, readonly AccessRule[]>();
  const fedBy = new Map<string, string[]>();
  const unused = new Set(resolvers.keys());

  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    // The selections of subscribers are cut without knowing concrete types.
    if (isAbstractType(type)) throw new UnsupportedApi('the schema', `the interface or union ${type.name}`);
    if (type instanceof GraphQLScalarType) connectScalar(type);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const name = `${type.name}.${field.name}`;
      if (!type.astNode || !field.astNode) continue;
      const fieldRules = accessRules(type.astNode, field.astNode);
      rules.set(name, fieldRules);
      unused.delete(name);
      field.resolve = guarded(type, field.name, fieldRules, resolvers.get(name) ?? fromParent(field.name));
      for (const mutation of type.name === 'Subscription' ? subscribedMutations(field.astNode.directives ?? []) : [])
        fedBy.set(mutation, [...(fedBy.get(mutation) ?? []), field.name]);
    }
  }
  for (const name of unused) throw new UnsupportedApi(name, 'a resolver of a field that the schema does not have');
  return {
    schema,
    rulesOf: (typeName, fieldName) => rules.get(`${typeName}.${fieldName}`),
    subscriptionsOf: (mutationField) => fedBy.get(mutationField) ?? [],
  };
}

function connectScalar(type: GraphQLScalarType): void {
  const scalar = awsScalars.get(type.name);
  if (!scalar) return;
  type.parseValue = scalar.parse;
  type.parseLiteral = (node, variables) => scalar.parse(valueFromASTUntyped(node, variables));
  type.serialize = scalar.serialize;
}

function guarded(
  type: GraphQLObjectType,
  fieldName: string,
  rules: readonly AccessRule[],
  resolve: FieldCode,
): GraphQLFieldResolver<unknown, RequestScope> {
  const isRoot = ['Query', 'Mutation', 'Subscription'].includes(type.name);
  return (source, args, scope, info) => {
    const allowed = isLetIn(rules, scope.caller) && (!isRoot || scope.mayCall(type.name, fieldName));
    if (!allowed) throw notAuthorized(fieldName, type.name);
    return resolve(source, args, scope, info);
  };
}

const fromParent =
  (fieldName: string): FieldCode =>
  (source) =>
    // Own properties only: a field named `constructor` must not reach the prototype.
    typeof source === 'object' && source !== null && Object.hasOwn(source, fieldName)
      ? (source as Record<string, unknown>)[fieldName]
      : null;

function subscribedMutations(
  directives: readonly { name: { value: string }; arguments?: readonly unknown[] }[],
): string[] {
  const directive = directives.find(({ name }) => name.value === 'aws_subscribe');
  const argument = directive?.arguments?.[0] as { value: Parameters<typeof valueFromASTUntyped>[0] } | undefined;
  const mutations: unknown = argument && valueFromASTUntyped(argument.value);
  return Array.isArray(mutations) ? mutations.map(String) : [];
}
