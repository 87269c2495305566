// Evaluates parsed rules SQL for one message.
import { castValue } from './cast-value';
import type { MessageContext, Scope } from './message-context';
import { applyOperator, logical } from './operators';
import { selectFrom } from './select';
import { SqlError } from './sql-error';
import { emptyObject, ownValue, type SqlValue, sameValue, toBoolean, toDecimal } from './sql-value';
import type { Expression, NestedQuery, Statement } from './syntax-tree';

/**
 * Evaluates a rule for a message: null when WHERE is not true, otherwise what SELECT gives, which for a lone `*` is the very
 * bytes of a payload that is not JSON (AWS IoT: "Working with binary payloads"). Throws SqlError (`evaluation`), and
 * nothing else, when the rule needs JSON and the payload is none, or is nested too deeply.
 */
export function evaluateStatement(
  statement: Statement,
  context: MessageContext,
): { value: SqlValue } | { bytes: Buffer } | null {
  return withinTheStack(() => {
    if (statement.where && toBoolean(evaluate(statement.where, null, context)) !== true) return null;
    if (statement.selection.kind === 'everything' && !context.isJson()) return { bytes: context.message.payload };
    return { value: selectFrom(statement.selection, null, context, evaluate) };
  });
}

/** Evaluates the expression of a substitution template. Throws SqlError as evaluateStatement does. */
export function evaluateExpression(expression: Expression, context: MessageContext): SqlValue {
  return withinTheStack(() => evaluate(expression, null, context));
}

/** A payload of a hundred thousand brackets is valid JSON, and comparing or serializing it overflows the stack. */
export function withinTheStack<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new SqlError('evaluation', 'The payload is nested too deeply or too large.');
    throw error;
  }
}

function evaluate(expression: Expression, scope: Scope, context: MessageContext): SqlValue {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'name':
      return ownValue(scope ? scope.element : context.json(), expression.name);
    case 'member':
      return ownValue(evaluate(expression.of, scope, context), expression.name);
    case 'everything':
      return scope ? scope.element : context.json();
    case 'encodedPayload':
      return context.message.payload.toString('base64');
    case 'negate': {
      const number = toDecimal(evaluate(expression.of, scope, context));
      return number === undefined ? undefined : -number;
    }
    case 'not': {
      const truth = toBoolean(evaluate(expression.of, scope, context));
      return truth === undefined ? undefined : !truth;
    }
    case 'binary': {
      const left = evaluate(expression.left, scope, context);
      const right = () => evaluate(expression.right, scope, context);
      const { operator } = expression;
      if (operator === 'AND' || operator === 'OR') return logical(operator, left, right);
      return applyOperator(operator, left, right());
    }
    case 'array':
      return expression.items.map((item) => evaluate(item, scope, context));
    case 'object': {
      const made = emptyObject();
      for (const { key, value } of expression.entries) made[key] = evaluate(value, scope, context);
      return made;
    }
    case 'case':
      return evaluateCase(expression, scope, context);
    case 'call':
      return expression.call(
        expression.args.map((arg) => evaluate(arg, scope, context)),
        context,
      );
    case 'cast':
      return castValue(evaluate(expression.of, scope, context), expression.type);
    case 'select':
      return evaluateNested(expression.query, scope, context);
    case 'exists': {
      const found = evaluateNested(expression.query, scope, context);
      return Array.isArray(found) ? found.length > 0 : found !== undefined;
    }
  }
}

function evaluateCase(expression: Expression & { kind: 'case' }, scope: Scope, context: MessageContext): SqlValue {
  const subject = evaluate(expression.subject, scope, context);
  // Documented: nothing is compared with Undefined, not even ELSE is taken.
  if (subject === undefined) return undefined;
  const branch = expression.branches.find(({ when }) => sameValue(subject, evaluate(when, scope, context)));
  return evaluate(branch ? branch.result : expression.otherwise, scope, context);
}

/** A nested SELECT gives an array for an array, and one result (or Undefined) for anything else. */
function evaluateNested(query: NestedQuery, scope: Scope, context: MessageContext): SqlValue {
  const source = evaluate(query.from, scope, context);
  if (source === undefined) return undefined;
  const one = (element: SqlValue): SqlValue => {
    const inner = { element };
    if (query.where && toBoolean(evaluate(query.where, inner, context)) !== true) return undefined;
    return selectFrom(query.selection, inner, context, evaluate);
  };
  if (!Array.isArray(source)) return one(source);
  return source.map((element) => one(element as SqlValue)).filter((result) => result !== undefined);
}
