// IAM's decision over the statements of a role, by "Policy evaluation logic" (IAM User Guide): an explicit Deny wins,
// otherwise an Allow is needed.
import { matchesPattern } from './match-pattern';
import { type PolicyCondition, type PolicyStatement, splitArn } from './parse-policy';

/** What is to be decided. */
export interface PolicyQuestion {
  /** `sqs:SendMessage`. */
  action: string;
  /** An ARN, or `*` for an action that is about no resource. */
  resource: string;
  /** The request's values for condition keys and policy variables. */
  context: ReadonlyMap<string, string>;
}

/** Returns the decision and why: only `allowed` lets the request pass. */
export function evaluatePolicies(
  statements: readonly PolicyStatement[],
  question: PolicyQuestion,
): 'allowed' | 'explicitDeny' | 'implicitDeny' {
  const applying = statements.filter((statement) => applies(statement, question));
  if (applying.some(({ effect }) => effect === 'Deny')) return 'explicitDeny';
  return applying.length > 0 ? 'allowed' : 'implicitDeny';
}

function applies({ actions, resources, conditions }: PolicyStatement, question: PolicyQuestion): boolean {
  const action = question.action.toLowerCase();
  const named = actions.patterns.some((pattern) => matchesPattern(pattern, action));
  if (named === actions.negated) return false;
  if (coversResource(resources.patterns, question) === resources.negated) return false;
  return conditions.every((condition) => holds(condition, question));
}

function coversResource(patterns: PolicyStatement['resources']['patterns'], question: PolicyQuestion): boolean {
  const variable = (name: string) => question.context.get(name);
  const parts = splitArn(question.resource);
  return patterns.some((pattern) => {
    if (pattern === null) return true;
    return parts?.every((part, i) => matchesPattern(pattern[i] ?? [], part, variable)) ?? false;
  });
}

// A key that the request does not have matches no positive operator and every negated one (IAM User Guide, "Condition
// operators").
function holds({ key, negated, caseSensitive, patterns }: PolicyCondition, { context }: PolicyQuestion): boolean {
  const value = context.get(key);
  if (value === undefined) return negated;
  const compared = caseSensitive ? value : value.toLowerCase();
  return patterns.some((pattern) => matchesPattern(pattern, compared, (name) => context.get(name))) !== negated;
}
