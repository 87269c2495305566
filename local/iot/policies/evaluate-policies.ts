// Decides what a connection may do: an explicit Deny wins, then an Allow, else nothing is allowed (AWS IoT: policies).
import { conditionHolds } from './condition-operators';
import type { PolicyDocument, PolicyStatement } from './policy-document';
import { fillPattern, type Pattern, type PolicyVariables } from './resource-pattern';

interface FilledStatement {
  effect: 'Allow' | 'Deny';
  actions: readonly Pattern[];
  resources: readonly Pattern[];
}

/** Policies with one connection's variables filled in. */
export interface FilledPolicies {
  /** `action` like `iot:Publish`; `resource` is an ARN. */
  allows(action: string, resource: string): boolean;
}

/**
 * Fills the variables of one connection into its policies, so that each decision is only a match of text. A resource
 * whose variable has no value never matches. A condition that cannot be decided counts against access: its Allow is
 * void, its Deny holds.
 */
export function fillPolicies(documents: readonly PolicyDocument[], variables: PolicyVariables): FilledPolicies {
  const statements = documents
    .flatMap((document) => document.statements)
    .filter((statement) => conditionsHold(statement, variables))
    .map((statement) => fillStatement(statement, variables));
  const denials = statements.filter(({ effect }) => effect === 'Deny');
  const allowances = statements.filter(({ effect }) => effect === 'Allow');
  return {
    allows(action, resource) {
      const lowerCase = action.toLowerCase();
      const applies = (statement: FilledStatement) =>
        statement.actions.some((pattern) => pattern.matches(lowerCase)) &&
        statement.resources.some((pattern) => pattern.matches(resource));
      return !denials.some(applies) && allowances.some(applies);
    },
  };
}

function conditionsHold(statement: PolicyStatement, variables: PolicyVariables): boolean {
  return statement.conditions.every(
    ({ operator, key, wanted }) => conditionHolds(operator, key, wanted, variables) ?? statement.effect === 'Deny',
  );
}

function fillStatement(statement: PolicyStatement, variables: PolicyVariables): FilledStatement {
  const fill = (templates: PolicyStatement['resources']) =>
    templates.map((template) => fillPattern(template, variables)).filter((pattern) => pattern !== null);
  return { effect: statement.effect, actions: fill(statement.actions), resources: fill(statement.resources) };
}
