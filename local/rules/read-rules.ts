// Reads the rules of the assembly. Anything about a rule that is not supported stops the start.
import type { Assembly, AssemblyResource } from '../assembly/assembly';
import { asRecord } from '../assembly/json-record';
import { PAYLOAD_PROPERTIES, RULE_CLAIMS } from './claims';
import { readAction } from './read-action';
import type { Rule, RuleAction } from './rule';
import { parseStatement } from './sql/parse';
import { SqlError } from './sql/sql-error';
import { UnsupportedRuleError } from './unsupported-rule-error';

// AWS IoT Core limits: actions of a rule.
const MOST_ACTIONS = 10;

/**
 * Returns the enabled rules, their SQL compiled. Disabled rules are read too, so that a broken one is found, and left
 * out. Throws UnsupportedRuleError.
 */
export function readRules(assembly: Assembly): Rule[] {
  const rules: Rule[] = [];
  for (const { type } of RULE_CLAIMS) {
    for (const resource of assembly.ofType(type)) {
      const { rule, disabled } = readRule(resource, assembly);
      if (!disabled) rules.push(rule);
    }
  }
  return rules;
}

function readRule(resource: AssemblyResource, assembly: Assembly): { rule: Rule; disabled: boolean } {
  const name = resource.ref;
  const refuse = (problem: string, cause?: unknown) => new UnsupportedRuleError(name, problem, cause);
  const payload = asRecord(resource.properties.TopicRulePayload);
  if (!payload) throw refuse('it has no TopicRulePayload.');
  const known: readonly string[] = PAYLOAD_PROPERTIES;
  const unknown = Object.keys(payload).find((property) => !known.includes(property));
  if (unknown !== undefined) throw refuse(`the property ${unknown} is not supported.`);
  // Without a version AWS takes 2015-10-08, which means something else by the same text.
  if (payload.AwsIotSqlVersion !== '2016-03-23') throw refuse('its AwsIotSqlVersion must be 2016-03-23.');
  const actions = payload.Actions;
  if (!Array.isArray(actions) || actions.length > MOST_ACTIONS) throw refuse(`it needs up to ${MOST_ACTIONS} actions.`);

  const read = (action: unknown): RuleAction => {
    try {
      return readAction(action, resource.arn, assembly);
    } catch (error) {
      throw error instanceof Error ? refuse(error.message, error) : error;
    }
  };
  return {
    disabled: payload.RuleDisabled === true,
    rule: {
      name,
      arn: resource.arn,
      statement: compile(payload.Sql, refuse),
      actions: actions.map(read),
      errorAction: payload.ErrorAction === undefined ? null : read(payload.ErrorAction),
    },
  };
}

function compile(sql: unknown, refuse: (problem: string, cause?: unknown) => Error) {
  if (typeof sql !== 'string') throw refuse('it has no Sql.');
  try {
    return parseStatement(sql);
  } catch (error) {
    if (error instanceof SqlError) throw refuse(error.message, error);
    throw error;
  }
}
