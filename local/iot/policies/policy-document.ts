// What an AWS IoT policy document may say, checked once when it arrives: from the template or through the API.
import { isKnownOperator } from './condition-operators';
import { type PatternTemplate, parsePattern } from './resource-pattern';

/** Bytes of a policy document without the whitespace between its tokens (AWS IoT Core quotas: security). */
export const POLICY_BYTES = 2048;

export interface PolicyStatement {
  effect: 'Allow' | 'Deny';
  /** Lower case: actions are compared without regard to case. */
  actions: readonly PatternTemplate[];
  resources: readonly PatternTemplate[];
  conditions: readonly { operator: string; key: string; wanted: readonly string[] }[];
}

export interface PolicyDocument {
  statements: readonly PolicyStatement[];
}

export type PolicyDocumentResult = { ok: true; document: PolicyDocument } | { ok: false; problem: string };

const STATEMENT_ELEMENTS = new Set(['Sid', 'Effect', 'Action', 'Resource', 'Condition']);

class Malformed extends Error {
  override name = 'Malformed';
}

/**
 * Parses a policy document's JSON text. The problem names the element that is wrong, unknown or, for a condition
 * operator, not evaluated by the local cloud.
 */
export function parsePolicyDocument(text: string): PolicyDocumentResult {
  try {
    const json: unknown = JSON.parse(text);
    if (Buffer.byteLength(JSON.stringify(json)) > POLICY_BYTES) {
      throw new Malformed(`a policy document is limited to ${POLICY_BYTES} bytes`);
    }
    const document = asRecord(json, 'the document');
    for (const element of Object.keys(document)) {
      if (element !== 'Version' && element !== 'Id' && element !== 'Statement') {
        throw new Malformed(`the element ${JSON.stringify(element)} is not known`);
      }
    }
    if (document.Version !== undefined && document.Version !== '2012-10-17' && document.Version !== '2008-10-17') {
      throw new Malformed('Version must be "2012-10-17"');
    }
    const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
    if (statements.length === 0) throw new Malformed('Statement is empty');
    return { ok: true, document: { statements: statements.map(parseStatement) } };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, problem: 'the document is not JSON' };
    if (error instanceof Malformed) return { ok: false, problem: error.message };
    throw error;
  }
}

function parseStatement(json: unknown): PolicyStatement {
  const statement = asRecord(json, 'a statement');
  for (const element of Object.keys(statement)) {
    if (!STATEMENT_ELEMENTS.has(element)) {
      throw new Malformed(`the statement element ${JSON.stringify(element)} is not supported`);
    }
  }
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') {
    throw new Malformed('Effect must be "Allow" or "Deny"');
  }
  const actions = asStrings(statement.Action, 'Action');
  for (const action of actions) {
    if (action !== '*' && !/^iot:/i.test(action))
      throw new Malformed(`the action ${JSON.stringify(action)} is not iot:`);
  }
  return {
    effect: statement.Effect,
    actions: actions.map((action) => parsePattern(action.toLowerCase())),
    resources: asStrings(statement.Resource, 'Resource').map((resource) => parsePattern(resource)),
    conditions: parseConditions(statement.Condition),
  };
}

function parseConditions(json: unknown): PolicyStatement['conditions'] {
  if (json === undefined) return [];
  return Object.entries(asRecord(json, 'Condition')).flatMap(([operator, keys]) => {
    if (!isKnownOperator(operator)) {
      throw new Malformed(`the condition operator ${JSON.stringify(operator)} is not supported by the local cloud`);
    }
    return Object.entries(asRecord(keys, `Condition ${operator}`)).map(([key, wanted]) => ({
      operator,
      key,
      wanted: asStrings(wanted, `Condition ${operator} ${key}`),
    }));
  });
}

function asRecord(json: unknown, what: string): Record<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new Malformed(`${what} must be an object`);
  }
  return json as Record<string, unknown>;
}

function asStrings(json: unknown, what: string): string[] {
  const values = Array.isArray(json) ? json : [json];
  if (values.length === 0) throw new Malformed(`${what} is empty`);
  return values.map((value) => {
    if (typeof value === 'string') return value;
    if (typeof value === 'boolean' || typeof value === 'number') return String(value);
    throw new Malformed(`${what} must be text or a list of texts`);
  });
}
